package io.foyer.bench.chat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

/**
 * Members on one event loop, the same for every server: it takes bytes, counts, and answers none.
 */
final class Crowd implements AutoCloseable {
  private static final int AT_ONCE = 128;
  private static final int SOURCES = 40; // 127.0.1.x: no source runs out of ports, or of a limit
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final MultiThreadIoEventLoopGroup group =
      new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
  private final EventLoop loop = group.next();
  private final int port;
  private final Dialect dialect;
  private final List<ChatClient> members = new ArrayList<>();
  private final CountDownLatch in;
  private final Duration took;
  private byte[] scratch = new byte[65_536];
  private Tally tally = new Deliveries();
  private Runnable counted = () -> {};
  private int waiting;
  private boolean closing;
  private volatile String lost = "";

  /** Lets so many come in, each into the room of his number, and waits for the last. */
  Crowd(int port, Dialect dialect, int count, IntFunction<String> rooms) throws Exception {
    this.port = port;
    this.dialect = dialect;
    this.in = new CountDownLatch(count);
    for (int i = 0; i < count; i++) {
      String room = rooms.apply(i);
      members.add(new ChatClient(this, i, room, dialect.enter(i, room)));
    }
    long begin = System.nanoTime();
    loop.execute(this::admit);
    while (!in.await(100, TimeUnit.MILLISECONDS)) {
      if (!lost.isEmpty() || System.nanoTime() - begin > PATIENCE.toNanos()) {
        close();
        throw new IllegalStateException(in.getCount() + " did not come in; " + lost);
      }
    }
    this.took = Duration.ofNanos(System.nanoTime() - begin);
  }

  private void admit() {
    for (int i = 0; i < AT_ONCE && waiting < members.size(); i++) {
      connect();
    }
  }

  private void connect() {
    int number = waiting++;
    ChannelFuture unused =
        new Bootstrap()
            .group(loop)
            .channel(EpollSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(8_192))
            .handler(members.get(number))
            .connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), source(number))
            .addListener(
                done -> {
                  if (!done.isSuccess()) {
                    lost("member " + number + ": " + done.cause());
                  }
                });
  }

  private static InetSocketAddress source(int number) {
    try {
      byte[] address = {127, 0, 1, (byte) (1 + number % SOURCES)};
      return new InetSocketAddress(InetAddress.getByAddress(address), 0);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }

  int port() {
    return port;
  }

  Dialect dialect() {
    return dialect;
  }

  /** How long it took until the last was in. */
  Duration took() {
    return took;
  }

  int size() {
    return members.size();
  }

  ChatClient member(int number) {
    return members.get(number);
  }

  byte[] scratch(int length) {
    if (scratch.length < length) {
      scratch = new byte[length];
    }
    return scratch;
  }

  Tally tally() {
    return tally;
  }

  void entered() {
    in.countDown();
    if (waiting < members.size()) {
      connect();
    }
  }

  void counted() {
    counted.run();
  }

  void lost(String why) {
    if (!closing && lost.isEmpty()) {
      lost = why;
    }
  }

  /** From now on {@code next} counts, and {@code then} runs after whatever was read. */
  void count(Tally next, Runnable then) throws Exception {
    on(
        () -> {
          tally = next;
          counted = then;
          return true;
        });
  }

  EventLoop loop() {
    return loop;
  }

  /** Does something on the event loop; fails if a member was lost. */
  <T> T on(Callable<T> action) throws InterruptedException, ExecutionException, TimeoutException {
    T result = loop.submit(action).get(30, TimeUnit.SECONDS);
    if (!lost.isEmpty()) {
      throw new IllegalStateException(lost);
    }
    return result;
  }

  @Override
  public void close() {
    loop.execute(
        () -> {
          closing = true;
          members.forEach(ChatClient::leave);
        });
    group.shutdownGracefully(100, 5_000, TimeUnit.MILLISECONDS).awaitUninterruptibly();
  }
}
