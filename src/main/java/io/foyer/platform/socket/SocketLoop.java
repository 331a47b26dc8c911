package io.foyer.platform.socket;

import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.Promise;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The WebSockets of one event loop: their timeout sweep, and one flush per iteration for all that
 * were written to. Confined to that event loop, except {@link #size} and {@link #execute}.
 */
final class SocketLoop {
  private static final int STEPS_PER_TIMEOUT = 4;
  private static final Duration MIN_STEP = Duration.ofMillis(10);
  private static final Duration MAX_STEP = Duration.ofSeconds(1);

  private final EventLoop loop;
  private final ContextInternal context;
  private final SocketLimits limits;
  private final WriteBufferWaterMark mark;
  private final long stepNanos;
  private final int pingSteps;
  private final int closeSteps;
  private List<NettyWebSocket> dirty = new ArrayList<>();
  private List<NettyWebSocket> flushed = new ArrayList<>();
  private boolean flushing;
  private @Nullable NettyWebSocket first;
  private @Nullable ScheduledFuture<?> sweeper;
  private @Nullable Promise<Void> emptied;
  private int now;
  private volatile int size;

  SocketLoop(EventLoop loop, ContextInternal context, SocketLimits limits) {
    this.loop = loop;
    this.context = context;
    this.limits = limits;
    this.mark = new WriteBufferWaterMark(limits.low(), limits.high());
    long shortest = Math.min(limits.pingAfter().toNanos(), limits.closeAfter().toNanos());
    this.stepNanos =
        Math.clamp(shortest / STEPS_PER_TIMEOUT, MIN_STEP.toNanos(), MAX_STEP.toNanos());
    this.pingSteps = steps(limits.pingAfter());
    this.closeSteps = steps(limits.closeAfter());
  }

  private int steps(Duration time) {
    return Math.toIntExact(Math.ceilDiv(time.toNanos(), stepNanos));
  }

  SocketLimits limits() {
    return limits;
  }

  WriteBufferWaterMark mark() {
    return mark;
  }

  /**
   * Context that listeners are called on, so that their Vert.x callbacks return to this event loop.
   */
  ContextInternal context() {
    return context;
  }

  boolean isHere() {
    return loop.inEventLoop();
  }

  void execute(Runnable task) {
    if (!loop.isShutdown()) {
      loop.execute(task);
    }
  }

  /** Coarse time in sweep steps; reading it costs nothing. */
  int now() {
    return now;
  }

  int pingSteps() {
    return pingSteps;
  }

  int closeSteps() {
    return closeSteps;
  }

  int size() {
    return size;
  }

  void add(NettyWebSocket socket) {
    socket.linkBefore(first);
    first = socket;
    count(1);
    if (sweeper == null) {
      sweeper = loop.scheduleAtFixedRate(this::sweep, stepNanos, stepNanos, TimeUnit.NANOSECONDS);
    }
  }

  void remove(NettyWebSocket socket) {
    if (socket.equals(first)) {
      first = socket.next();
    }
    socket.unlink();
    count(-1);
    if (first == null) {
      onEmpty();
    }
  }

  private void count(int change) {
    int changed = size + change;
    size = changed;
  }

  private void onEmpty() {
    if (sweeper != null) {
      sweeper.cancel(false);
      sweeper = null;
    }
    if (emptied != null) {
      emptied.tryComplete();
      emptied = null;
    }
  }

  void each(Consumer<NettyWebSocket> action) {
    NettyWebSocket socket = first;
    while (socket != null) {
      NettyWebSocket following = socket.next();
      action.accept(socket);
      socket = following;
    }
  }

  private void sweep() {
    now++;
    each(NettyWebSocket::sweep);
  }

  /** Closes all sockets with 1012; {@code gone} completes when the last is closed. */
  void drain(Promise<Void> gone) {
    if (first == null) {
      gone.tryComplete();
      return;
    }
    emptied = gone;
    each(socket -> socket.close(CloseStatus.RESTART, "restart"));
  }

  /** Schedules a flush of this socket at the end of the current event loop iteration. */
  void written(NettyWebSocket socket) {
    dirty.add(socket);
    if (dirty.size() == 1) {
      // During a flush this iteration is ending: later writes wait for the next one.
      if (!flushing && loop instanceof SingleThreadEventLoop ours) {
        ours.executeAfterEventLoopIteration(this::flush);
      } else {
        loop.execute(this::flush);
      }
    }
  }

  private void flush() {
    List<NettyWebSocket> batch = dirty;
    dirty = flushed;
    flushed = batch;
    flushing = true;
    try {
      batch.forEach(NettyWebSocket::flush);
    } finally {
      flushing = false;
      batch.clear();
    }
  }
}
