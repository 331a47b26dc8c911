package io.foyer.feeds;

import io.foyer.platform.Problem;
import io.foyer.platform.socket.WebSocketConnection;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket that follows one feed: the number it has reached, and at most a page that it has not
 * taken yet. Belongs to the event loop of its socket, but for {@link #signal}.
 */
final class Follower {
  private static final Logger log = LoggerFactory.getLogger(Follower.class);
  private static final int SILENT = 4008;
  private static final long PENDING = -1;

  private final FeedStream stream;
  private final WebSocketConnection socket;
  private final FeedWire wire;
  private final LiveMeters meters;
  private final AtomicBoolean signalled = new AtomicBoolean();
  private final Deque<EncodedBatch> page = new ArrayDeque<>(0);
  private long at = PENDING;
  private long fullSince;
  private boolean full;
  private boolean reading;
  private boolean closed;
  private @Nullable Future<Long> begun;

  Follower(FeedStream stream, WebSocketConnection socket, FeedWire wire, LiveMeters meters) {
    this.stream = stream;
    this.socket = socket;
    this.wire = wire;
    this.meters = meters;
  }

  FeedStream stream() {
    return stream;
  }

  WebSocketConnection socket() {
    return socket;
  }

  /** What was promised to whoever asked first, until it has begun; then where it stands. */
  Future<Long> begun() {
    Future<Long> promised = begun;
    return at != PENDING || promised == null ? Future.succeededFuture(at) : promised;
  }

  void begun(Future<Long> promised) {
    begun = promised;
  }

  /** It begins after a number; nothing is sent in this turn. */
  Future<Long> begin(long after) {
    if (closed) {
      return Future.failedFuture(new Problem.NotFound("It is not followed.").asException());
    }
    at = after;
    socket.execute(this::pull);
    return Future.succeededFuture(after);
  }

  /** Something follows; from any thread. Several of these before its turn cost one pull. */
  void signal() {
    if (!signalled.getAndSet(true)) {
      socket.execute(
          () -> {
            signalled.set(false);
            pull();
          });
    }
  }

  /** Gives the socket what it takes. */
  void pull() {
    Optional<EncodedBatch> next = next();
    while (next.isPresent()) {
      EncodedBatch batch = next.get();
      socket.send(batch.frames(wire, at));
      at = batch.last();
      meters.told(batch.size());
      next = next();
    }
  }

  private Optional<EncodedBatch> next() {
    if (closed || at == PENDING || reading || at >= stream.reached() || !ready()) {
      return Optional.empty();
    }
    Optional<EncodedBatch> next = Optional.ofNullable(page.poll()).or(() -> stream.after(at));
    if (next.isEmpty()) {
      read();
    }
    return next;
  }

  /** Whether the socket takes more; if not, it is remembered that something waits. */
  private boolean ready() {
    if (socket.writable()) {
      full = false;
      return true;
    }
    if (!full) {
      full = true;
      fullSince = System.nanoTime();
      meters.slow();
    }
    return false;
  }

  private void read() {
    long head = stream.reached();
    reading = true;
    stream
        .page(at)
        .onComplete(
            found -> socket.execute(() -> read(found, head)),
            cause -> socket.execute(() -> notRead(cause)));
  }

  private void read(List<EncodedBatch> found, long head) {
    reading = false;
    if (found.isEmpty()) {
      at = Math.max(at, head); // what was there is no longer kept
    }
    page.addAll(found);
    pull();
  }

  /** The next look tries again. */
  private void notRead(Throwable cause) {
    reading = false;
    log.atDebug().setCause(cause).log("old messages of a feed not read");
  }

  /** Each second. */
  void look(Duration patience) {
    if (!closed && full && !socket.writable()) {
      if (System.nanoTime() - fullSince > patience.toNanos()) {
        meters.silent();
        socket.close(SILENT, "nothing was taken for too long");
        closed = true;
      }
      return;
    }
    pull();
  }

  void close() {
    closed = true;
    page.clear();
  }
}
