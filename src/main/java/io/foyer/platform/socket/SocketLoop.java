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
 * The sockets of one event loop: their clock, and one flush of all that wrote in a turn of it. Only
 * this event loop comes in, but for {@link #size} and {@link #execute}.
 */
final class SocketLoop {
  private static final int PARTS = 4;
  private static final Duration SHORTEST = Duration.ofMillis(10);
  private static final Duration LONGEST = Duration.ofSeconds(1);

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
  private @Nullable ScheduledFuture<?> clock;
  private @Nullable Promise<Void> emptied;
  private int now;
  private volatile int size;

  SocketLoop(EventLoop loop, ContextInternal context, SocketLimits limits) {
    this.loop = loop;
    this.context = context;
    this.limits = limits;
    this.mark = new WriteBufferWaterMark(limits.low(), limits.high());
    long shortest = Math.min(limits.pingAfter().toNanos(), limits.closeAfter().toNanos());
    this.stepNanos = Math.clamp(shortest / PARTS, SHORTEST.toNanos(), LONGEST.toNanos());
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

  /** Where listeners are called, so that what they ask of Vert.x comes back to this event loop. */
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

  /** The time in steps: costs nothing to ask. */
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
    if (clock == null) {
      clock = loop.scheduleAtFixedRate(this::sweep, stepNanos, stepNanos, TimeUnit.NANOSECONDS);
    }
  }

  void remove(NettyWebSocket socket) {
    if (socket.equals(first)) {
      first = socket.next();
    }
    socket.unlink();
    count(-1);
    if (first == null) {
      rest();
    }
  }

  private void count(int change) {
    int changed = size + change;
    size = changed;
  }

  private void rest() {
    if (clock != null) {
      clock.cancel(false);
      clock = null;
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

  /** Says good-bye to all; {@code gone} is completed when the last has left. */
  void drain(Promise<Void> gone) {
    if (first == null) {
      gone.tryComplete();
      return;
    }
    emptied = gone;
    each(socket -> socket.close(CloseStatus.RESTART, "restart"));
  }

  /** Something was written: it is flushed when everything else of this turn has run. */
  void written(NettyWebSocket socket) {
    dirty.add(socket);
    if (dirty.size() == 1) {
      // Within a flush the end of this turn is now: what comes of it waits for the next.
      if (!flushing && loop instanceof SingleThreadEventLoop ours) {
        ours.executeAfterEventLoopIteration(this::flush);
      } else {
        loop.execute(this::flush);
      }
    }
  }

  private void flush() {
    List<NettyWebSocket> turn = dirty;
    dirty = flushed;
    flushed = turn;
    flushing = true;
    try {
      turn.forEach(NettyWebSocket::flush);
    } finally {
      flushing = false;
      turn.clear();
    }
  }
}
