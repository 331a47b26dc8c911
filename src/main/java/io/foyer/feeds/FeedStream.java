package io.foyer.feeds;

import io.foyer.feeds.MessageRange.Period;
import io.foyer.platform.db.ConcurrencyLimiter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A feed as this node follows it: the number it has reached, the newest messages, and who takes
 * them. Safe for use by many threads. Numbers become visible in their order, so what is greater
 * than the one that was reached is all there is to read.
 */
final class FeedStream {
  private static final Logger log = LoggerFactory.getLogger(FeedStream.class);
  private static final long UNKNOWN = -1;
  private static final int PAGE = 500;
  private static final int PAGE_BYTES = 64 * 1024;

  private final Definition definition;
  private final FeedQueries queries;
  private final ConcurrencyLimiter concurrencyLimiter;
  private final LiveMeters meters;
  private final FeedRing ring = new FeedRing();
  private final Map<Long, Future<List<EncodedBatch>>> pages = new HashMap<>();
  private final Set<Follower> followers = ConcurrentHashMap.newKeySet();
  private long reached = UNKNOWN;
  private boolean reading;
  private boolean again;
  private boolean closed;

  FeedStream(
      Definition definition,
      FeedQueries queries,
      ConcurrencyLimiter concurrencyLimiter,
      LiveMeters meters) {
    this.definition = definition;
    this.queries = queries;
    this.concurrencyLimiter = concurrencyLimiter;
    this.meters = meters;
  }

  void add(Follower follower) {
    followers.add(follower);
  }

  /** Returns whether nobody is left. */
  boolean without(Follower follower) {
    followers.remove(follower);
    return followers.isEmpty();
  }

  Set<Follower> followers() {
    return followers;
  }

  /**
   * Where somebody begins: after the number he has, or after the newest one.
   *
   * @return never before what is kept, nor beyond the newest
   */
  Future<Long> opened(OptionalLong after) {
    return queries
        .span(definition.subject(), 0, Period.ALWAYS)
        .map(
            range -> {
              open(range.head());
              long asked = after.orElse(range.head());
              return Math.max(Math.min(asked, range.head()), range.kept() - 1);
            });
  }

  private void open(long head) {
    boolean behind;
    synchronized (this) {
      if (reached == UNKNOWN) {
        reached = head;
      }
      behind = reached < head;
    }
    if (behind) {
      refresh();
    }
  }

  synchronized long reached() {
    return reached;
  }

  /** What follows a number; empty where nothing does, or it is too old to be here. */
  synchronized Optional<EncodedBatch> after(long at) {
    return closed ? Optional.empty() : ring.after(at);
  }

  // What is new.

  /** Something may have been written. */
  void refresh() {
    long from;
    synchronized (this) {
      if (closed || reached == UNKNOWN) {
        return;
      }
      again = true;
      if (reading) {
        return;
      }
      reading = true;
      again = false;
      from = reached;
    }
    read(from).onComplete(found -> refreshed(from, found));
  }

  private void refreshed(long from, AsyncResult<Page> found) {
    boolean more = false;
    synchronized (this) {
      reading = false;
      if (found.succeeded() && !closed) {
        ring.add(found.result().stretches());
        reached = found.result().last();
        more = again || found.result().full();
      }
    }
    if (found.failed()) { // the next sweep tries again
      log.atDebug()
          .addKeyValue("feed", definition.subject())
          .setCause(found.cause())
          .log("new messages not read");
    } else if (found.result().last() > from) {
      followers.forEach(Follower::signal);
    }
    if (more) {
      refresh();
    }
  }

  // What is old.

  /** What follows a number, from the log; together with whoever asks the same meanwhile. */
  synchronized Future<List<EncodedBatch>> page(long at) {
    Future<List<EncodedBatch>> known = pages.get(at);
    if (known != null) {
      return known;
    }
    meters.page();
    Future<List<EncodedBatch>> asked =
        concurrencyLimiter
            .inTurn(() -> read(at))
            .map(FeedStream::unshared)
            .onComplete(read -> forget(at));
    if (!asked.isComplete()) {
      pages.put(at, asked);
    }
    return asked;
  }

  /** Few take the same page: its frames are made for each, and nobody has to release them. */
  private static List<EncodedBatch> unshared(Page page) {
    page.stretches().forEach(EncodedBatch::release);
    return page.stretches();
  }

  private synchronized void forget(long at) {
    pages.remove(at);
  }

  /** Stretches of what was read, whether there is more, and the number that they lead to. */
  private record Page(List<EncodedBatch> stretches, boolean full, long last) {}

  private Future<Page> read(long from) {
    return queries
        .page(definition.subject(), from, PAGE, PAGE_BYTES)
        .map(messages -> page(from, messages));
  }

  private Page page(long from, List<StoredMessage> messages) {
    long bytes = messages.stream().mapToLong(message -> message.payload().length()).sum();
    List<FeedItem> items = messages.stream().map(this::item).toList();
    return new Page(
        EncodedBatch.cut(definition.subject(), from, items),
        messages.size() == PAGE || bytes >= PAGE_BYTES,
        messages.isEmpty() ? from : messages.getLast().number());
  }

  private FeedItem item(StoredMessage message) {
    return new FeedItem(
        message.number(), FeedJson.message(message, definition.messageSchema(), false).encode());
  }

  void close() {
    synchronized (this) {
      closed = true;
      ring.release();
    }
  }
}
