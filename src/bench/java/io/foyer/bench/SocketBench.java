package io.foyer.bench;

import io.foyer.platform.Problem;
import io.foyer.platform.config.HostPort;
import io.foyer.platform.limits.LimitsConfig;
import io.foyer.platform.limits.RateLimiter;
import io.foyer.platform.socket.Frames;
import io.foyer.platform.socket.SocketLimits;
import io.foyer.platform.socket.SocketListener;
import io.foyer.platform.socket.WebSocketConnection;
import io.foyer.platform.socket.WebSocketServer;
import io.foyer.platform.web.AdmissionHandler;
import io.foyer.platform.web.ClientAddress;
import io.foyer.platform.web.HttpServerGroup;
import io.foyer.platform.web.HttpServerSettings;
import io.foyer.platform.web.Origins;
import io.foyer.platform.web.RouteGroup;
import io.foyer.testing.ChildProcess;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.ext.web.Router;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;

/**
 * What an idle socket holds, and what a frame to a thousand of them costs. No database, no chat.
 */
public final class SocketBench {
  private static final int IDLE = Integer.getInteger("sockets", 5_000);
  private static final int ROOM = 1_000;
  private static final int PAYLOAD = 100;
  private static final Duration MEASURED = Duration.ofSeconds(5);

  private final PrintStream out = System.out;
  private final ConcurrentLinkedQueue<WebSocketConnection> open = new ConcurrentLinkedQueue<>();
  private final WebSocketServer sockets =
      new WebSocketServer(
          SocketLimits.usual().withTimeouts(Duration.ofMinutes(10), Duration.ofSeconds(5)));
  private final int port;

  private SocketBench(Vertx vertx) throws Exception {
    HttpServerSettings settings =
        new HttpServerSettings(
            new HostPort("127.0.0.1", 0),
            Duration.ofSeconds(1),
            1_024,
            Optional.empty(),
            2,
            16_384,
            16_384);
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    AdmissionHandler admission =
        new AdmissionHandler(
            request -> Future.failedFuture(new Problem.Denied("bench").asException()),
            new ClientAddress(List.of()),
            RateLimiter.local(new LimitsConfig(0, 0, Duration.ofMinutes(1)), meters),
            new Origins(Optional.empty(), List.of()));
    this.port =
        new HttpServerGroup(vertx, settings, meters, admission, List.of(new Address()))
            .start()
            .await(10, TimeUnit.SECONDS);
  }

  /** Prints the figures; takes about half a minute. */
  public static void main(String[] args) throws Exception {
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    try {
      SocketBench bench = new SocketBench(vertx);
      bench.memory();
      for (int burst : new int[] {1, 16}) {
        bench.fanOut(burst);
      }
    } finally {
      vertx.close().await(10, TimeUnit.SECONDS);
    }
  }

  private final class Address implements RouteGroup {
    @Override
    public void mount(Router router) {
      router.get("/ws").handler(context -> sockets.open(context.request(), this::remember));
    }

    private SocketListener remember(WebSocketConnection socket) {
      open.add(socket);
      return new Silent();
    }
  }

  private record Silent() implements SocketListener {
    @Override
    public void text(String message) {}

    @Override
    public void binary(ByteBuf message) {}

    @Override
    public void writable() {}

    @Override
    public void closed() {}
  }

  private ChildProcess clients(int number) throws Exception {
    long begin = System.nanoTime();
    ChildProcess clients = SocketClients.start(port, number);
    while (sockets.count() < number) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    out.printf(
        "%d sockets opened in %d ms%n",
        number, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    TimeUnit.SECONDS.sleep(3); // past the sweep that forgets their requests
    return clients;
  }

  private void leave(ChildProcess clients) throws Exception {
    clients.close();
    while (sockets.count() > 0) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    open.clear();
  }

  private void memory() throws Exception {
    leave(clients(500)); // classes loaded, pools filled
    Map<String, Long> before = histogram();
    long used = used();
    ChildProcess clients = clients(IDLE);
    long more = used() - used;
    Map<String, Long> after = histogram();
    out.printf("idle: %d bytes of heap per socket, of which:%n", more / IDLE);
    after.replaceAll((type, bytes) -> bytes - before.getOrDefault(type, 0L));
    after.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(30)
        .forEach(it -> out.printf("%8d  %s%n", it.getValue() / IDLE, it.getKey()));
    leave(clients);
  }

  private static long used() throws InterruptedException {
    for (int i = 0; i < 3; i++) {
      System.gc();
      TimeUnit.MILLISECONDS.sleep(200);
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Bytes by class, live objects only. */
  private static Map<String, Long> histogram() throws Exception {
    String text =
        (String)
            ManagementFactory.getPlatformMBeanServer()
                .invoke(
                    new ObjectName("com.sun.management:type=DiagnosticCommand"),
                    "gcClassHistogram",
                    new Object[] {new String[0]},
                    new String[] {String[].class.getName()});
    Map<String, Long> bytes = new HashMap<>();
    text.lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(words -> words.length >= 4 && words[0].endsWith(":"))
        .forEach(words -> bytes.merge(words[3], Long.parseLong(words[2]), Long::sum));
    return bytes;
  }

  private void fanOut(int burst) throws Exception {
    ChildProcess clients = clients(ROOM);
    ByteBuf frame = Frames.text(new byte[PAYLOAD]);
    rounds(frame, burst, Duration.ofSeconds(2));
    long cpu = cpu();
    long begin = System.nanoTime();
    long delivered = rounds(frame, burst, MEASURED);
    double seconds = (System.nanoTime() - begin) / 1e9;
    out.printf(
        "%d to %d sockets at once: %.2f us of CPU per frame, %.0f frames/s%n",
        burst, ROOM, (cpu() - cpu) / 1e3 / delivered, delivered / seconds);
    leave(clients);
    frame.release();
  }

  /** Bursts, the next when the last has been flushed on every event loop. */
  private long rounds(ByteBuf frame, int burst, Duration time) throws InterruptedException {
    Map<Thread, List<WebSocketConnection>> rooms = rooms();
    long delivered = 0;
    long end = System.nanoTime() + time.toNanos();
    while (System.nanoTime() < end) {
      CountDownLatch done = new CountDownLatch(rooms.size());
      for (List<WebSocketConnection> room : rooms.values()) {
        room.getFirst().execute(() -> send(room, frame, burst, done));
      }
      done.await();
      delivered += (long) burst * ROOM;
    }
    return delivered;
  }

  private static void send(
      List<WebSocketConnection> room, ByteBuf frame, int burst, CountDownLatch done) {
    for (int i = 0; i < burst; i++) {
      for (WebSocketConnection socket : room) {
        socket.send(frame.retainedDuplicate());
      }
    }
    awaitRoom(room, done);
  }

  private static void awaitRoom(List<WebSocketConnection> room, CountDownLatch done) {
    room.getFirst()
        .execute(
            () -> {
              if (room.stream().allMatch(WebSocketConnection::writable)) {
                done.countDown();
              } else {
                awaitRoom(room, done);
              }
            });
  }

  private Map<Thread, List<WebSocketConnection>> rooms() throws InterruptedException {
    Map<Thread, List<WebSocketConnection>> rooms = new java.util.concurrent.ConcurrentHashMap<>();
    CountDownLatch sorted = new CountDownLatch(open.size());
    for (WebSocketConnection socket : open) {
      socket.execute(
          () -> {
            rooms.computeIfAbsent(Thread.currentThread(), it -> new ArrayList<>()).add(socket);
            sorted.countDown();
          });
    }
    sorted.await();
    return rooms;
  }

  private static long cpu() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
