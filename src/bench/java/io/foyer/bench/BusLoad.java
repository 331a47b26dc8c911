package io.foyer.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** As many messages of 200 B as the bus carries from one event loop here to one over there. */
final class BusLoad {
  private static final int BYTES = 200;

  /** One way: the other side says so often that it has that many; so many may be under way. */
  private static final int BATCH = 1_000;

  private static final int WINDOW = 32;

  /** With an answer: so many requests are under way. */
  private static final int ASKING = 256;

  private static final int DRAIN_SECONDS = 10;
  private static final String CREDIT = "credit";

  private final EventBus bus;
  private final Context context;
  private final Buffer body = Buffer.buffer(new byte[BYTES]);
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong underWay = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private volatile boolean running;

  BusLoad(Vertx vertx) {
    this.bus = vertx.eventBus();
    this.context = vertx.getOrCreateContext();
  }

  /** What the other side does. */
  static Future<Void> serve(Vertx vertx, String number) {
    var seen = new AtomicLong();
    EventBus bus = vertx.eventBus();
    Future<Void> sink =
        bus.<Buffer>consumer(
                "sink:" + number,
                message -> {
                  if (seen.incrementAndGet() % BATCH == 0) {
                    bus.send(CREDIT, number);
                  }
                })
            .completion();
    Future<Void> echo =
        bus.<Buffer>consumer("echo:" + number, message -> message.reply(message.body()))
            .completion();
    return Future.all(sink, echo).mapEmpty();
  }

  /** Completes when {@link #sends} may be called. */
  Future<Void> ready() {
    return bus.<String>consumer(CREDIT, credit -> returned(BATCH, () -> batch(credit.body())))
        .completion();
  }

  /** Messages a second that the other side has received. */
  long sends(String to, int seconds) throws InterruptedException {
    return measured(seconds, WINDOW, () -> batch(to));
  }

  /** Requests a second that were answered. */
  long requests(String to, int seconds) throws InterruptedException {
    return measured(seconds, ASKING, () -> ask(to));
  }

  private long measured(int seconds, int times, Runnable work) throws InterruptedException {
    running = true;
    long before = done.get();
    long begin = System.nanoTime();
    for (int i = 0; i < times; i++) {
      context.runOnContext(any -> work.run());
    }
    TimeUnit.SECONDS.sleep(seconds);
    long carried = done.get() - before;
    double took = (System.nanoTime() - begin) / 1e9;
    running = false;
    drain();
    return Math.round(carried / took);
  }

  private void drain() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(DRAIN_SECONDS);
    while (underWay.get() > 0) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("lost on the way: " + underWay.get());
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
    if (failed.get() > 0) {
      throw new IllegalStateException("requests failed: " + failed.get());
    }
  }

  private void batch(String to) {
    underWay.addAndGet(BATCH);
    for (int i = 0; i < BATCH; i++) {
      bus.send("sink:" + to, body);
    }
  }

  private void ask(String to) {
    underWay.incrementAndGet();
    Future<Message<Buffer>> answer = bus.request("echo:" + to, body);
    answer
        .onSuccess(any -> returned(1, () -> ask(to)))
        .onFailure(
            any -> {
              failed.incrementAndGet();
              underWay.decrementAndGet();
            });
  }

  private void returned(int messages, Runnable next) {
    done.addAndGet(messages);
    underWay.addAndGet(-messages);
    if (running) {
      context.runOnContext(any -> next.run());
    }
  }
}
