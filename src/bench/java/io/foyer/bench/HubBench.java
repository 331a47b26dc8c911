package io.foyer.bench;

import com.sun.management.ThreadMXBean;
import io.foyer.chat.ChatEvent;
import io.foyer.chat.ChatLog;
import io.foyer.chat.Membership;
import io.foyer.chat.RoomAvailable;
import io.foyer.chat.hub.ChatHub;
import io.foyer.chat.hub.Presence;
import io.foyer.chat.hub.Seat;
import io.foyer.chat.hub.SeatListener;
import io.foyer.chat.hub.Wire;
import io.foyer.platform.socket.Frames;
import io.foyer.platform.socket.WebSocketConnection;
import io.foyer.platform.web.Caller;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** What the hub alone costs per delivery: one room, a thousand sockets that drop what they get. */
public final class HubBench {
  private static final int SEATS = Integer.getInteger("seats", 1_000);
  private static final int ROUNDS = 20_000;
  private static final String ROOM = "0123456789abcdef01234567";
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final Deque<Runnable> loop = new ArrayDeque<>();
  private final Bin bin = new Bin();
  private long seq;

  private HubBench() {}

  /** Prints the figures; takes about half a minute. */
  public static void main(String[] args) {
    Vertx vertx = Vertx.vertx();
    new HubBench().run(vertx, System.out);
    vertx.close().await();
  }

  private void run(Vertx vertx, PrintStream out) {
    ChatHub hub =
        ChatHub.on(
            vertx,
            new EmptyLog(),
            (caller, room) -> Future.succeededFuture(Optional.of(new Membership(1, 1))),
            Duration.ofSeconds(30),
            new SimpleMeterRegistry());
    long before = heap();
    List<Seat> seats = seats(hub);
    out.printf("%d B of heap per seat in one room%n", (heap() - before) / SEATS);
    for (int flight : new int[] {1, 16}) {
      for (int i = 0; i < 5; i++) {
        round(hub, flight, out);
      }
    }
    out.printf("%d seats, %d frames%n", seats.size(), bin.taken);
  }

  private List<Seat> seats(ChatHub hub) {
    Wire wire = new TextWire();
    List<Seat> seats = new ArrayList<>(SEATS);
    for (int i = 0; i < SEATS; i++) {
      Caller caller = new Caller("account" + i, "", Caller.Role.USER, Optional.empty());
      Seat seat = hub.sit(caller, bin, wire, new Silent());
      seat.watch(ROOM, OptionalLong.empty()).onFailure(Throwable::printStackTrace);
      seats.add(seat);
    }
    turn();
    return seats;
  }

  private void round(ChatHub hub, int flight, PrintStream out) {
    int rounds = ROUNDS / flight;
    long thread = Thread.currentThread().threadId();
    long cpu = THREADS.getCurrentThreadCpuTime();
    long bytes = THREADS.getThreadAllocatedBytes(thread);
    for (int i = 0; i < rounds; i++) {
      for (int k = 0; k < flight; k++) {
        hub.committed(List.of(event()));
      }
      turn();
    }
    double deliveries = (double) rounds * flight * SEATS;
    out.printf(
        "%2d in flight: %.1f ns CPU, %.1f B allocated per delivery%n",
        flight,
        (THREADS.getCurrentThreadCpuTime() - cpu) / deliveries,
        (THREADS.getThreadAllocatedBytes(thread) - bytes) / deliveries);
  }

  private ChatEvent event() {
    seq++;
    return new ChatEvent(
        ROOM,
        seq,
        "id",
        ChatEvent.Kind.MESSAGE,
        "account",
        "",
        1,
        "x".repeat(100),
        "",
        Instant.EPOCH);
  }

  private void turn() {
    for (Runnable task = loop.poll(); task != null; task = loop.poll()) {
      task.run();
    }
  }

  private static long heap() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private final class Bin implements WebSocketConnection {
    private long taken;

    @Override
    public void send(ByteBuf frames) {
      taken++;
      frames.release();
    }

    @Override
    public boolean writable() {
      return true;
    }

    @Override
    public void execute(Runnable task) {
      loop.add(task);
    }

    @Override
    public void close(int status, String reason) {}
  }

  private static final class Silent implements SeatListener {
    @Override
    public void joined(ChatEvent event) {}

    @Override
    public void left(ChatEvent event) {}
  }

  private static final class TextWire implements Wire {
    @Override
    public ByteBuf events(List<ChatEvent> events) {
      ByteBuf frames = ByteBufAllocator.DEFAULT.directBuffer();
      events.forEach(it -> Frames.appendText(frames, it.body().getBytes(StandardCharsets.UTF_8)));
      return frames;
    }

    @Override
    public ByteBuf presence(String account, Presence presence) {
      return Frames.text(new byte[0]);
    }

    @Override
    public ByteBuf typing(String room, String account, boolean typing) {
      return Frames.text(new byte[0]);
    }

    @Override
    public ByteBuf rooms(List<RoomAvailable> news) {
      return Frames.text(new byte[0]);
    }
  }

  private static final class EmptyLog implements ChatLog {
    @Override
    public Future<List<ChatEvent>> after(String room, long after, int limit) {
      return Future.succeededFuture(List.of());
    }

    @Override
    public Future<Map<String, Long>> latestSeqs(Collection<String> rooms) {
      return Future.succeededFuture(Map.of());
    }

    @Override
    public Future<List<ChatEvent>> membershipChanges(Instant since, int limit) {
      return Future.succeededFuture(List.of());
    }

    @Override
    public Future<Map<String, Long>> memberOf(String account) {
      return Future.succeededFuture(Map.of());
    }

    @Override
    public Future<Optional<Membership>> member(String room, String account) {
      return Future.succeededFuture(Optional.of(new Membership(1, 1)));
    }

    @Override
    public Future<Set<String>> members(String room) {
      return Future.succeededFuture(Set.of());
    }

    @Override
    public Future<Instant> now() {
      return Future.succeededFuture(Instant.EPOCH);
    }
  }
}
