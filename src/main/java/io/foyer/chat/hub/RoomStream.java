package io.foyer.chat.hub;

import io.foyer.chat.ChatEvent;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A room as this node follows it: the number it has reached, the newest events, and who takes them.
 * Safe for use by many threads. What does not follow the number is read from the log first.
 */
final class RoomStream {
  private static final Logger log = LoggerFactory.getLogger(RoomStream.class);
  private static final long UNKNOWN = -1;
  private static final int READ = 500;

  /** Hints of several nodes overtake each other; reading would cost more than a moment. */
  private static final int GRACE_MILLIS = 5;

  private static final int MOST_EARLY = 256;

  private final String room;
  private final HubNeeds needs;
  private final Ring ring = new Ring();
  private final Pages pages = new Pages();
  private final TreeMap<Long, ChatEvent> early = new TreeMap<>();
  private volatile List<Row> rows = List.of();
  private long begun = UNKNOWN;
  private long reached = UNKNOWN;
  private long target;
  private boolean reading;
  private boolean grace;
  private boolean closed;
  private @Nullable Future<Long> opening;

  RoomStream(String room, HubNeeds needs) {
    this.room = room;
    this.needs = needs;
  }

  String room() {
    return room;
  }

  List<Row> rows() {
    return rows;
  }

  synchronized Row row(Loop loop, Wire wire) {
    for (Row row : rows) {
      if (row.serves(loop, wire)) {
        return row;
      }
    }
    Row row = new Row(this, loop, wire, needs.meters(), reached);
    List<Row> more = new ArrayList<>(rows);
    more.add(row);
    rows = List.copyOf(more);
    return row;
  }

  /** Returns whether nobody is left. */
  synchronized boolean without(Row row) {
    rows = rows.stream().filter(it -> !it.equals(row)).toList();
    return rows.isEmpty();
  }

  /** The number that it began with; negative as long as that is not known. */
  synchronized long begun() {
    return begun;
  }

  synchronized long reached() {
    return reached;
  }

  /** Its number, as soon as that is known. */
  Future<Long> opened() {
    synchronized (this) {
      if (reached >= 0) {
        return Future.succeededFuture(reached);
      }
      Future<Long> known = opening;
      if (known != null && !known.failed()) {
        return known;
      }
    }
    Future<Long> asked =
        needs
            .log()
            .latestSeqs(List.of(room))
            .map(Map::copyOf)
            .map(it -> open(it.getOrDefault(room, 0L)));
    synchronized (this) {
      opening = asked;
    }
    return asked;
  }

  private long open(long head) {
    synchronized (this) {
      if (reached == UNKNOWN) {
        begun = head;
        reached = head;
      }
    }
    catchUp();
    return reached();
  }

  // Events.

  /** Events that were committed, in order; some may be known, some before them may be missing. */
  void offer(List<ChatEvent> events) {
    boolean missing;
    boolean applied;
    synchronized (this) {
      if (closed) {
        return;
      }
      target = Math.max(target, events.getLast().seq());
      applied = reached != UNKNOWN && apply(events);
      missing = reached != UNKNOWN && reached < target && !grace && !reading;
      grace |= missing;
    }
    if (applied) {
      signal();
    }
    if (missing) {
      needs.later().after(GRACE_MILLIS, this::graceOver);
    }
  }

  private void graceOver() {
    synchronized (this) {
      grace = false;
    }
    catchUp();
  }

  /** The room's newest number is said to be this. */
  void head(long number) {
    synchronized (this) {
      target = Math.max(target, number);
    }
    catchUp();
  }

  private boolean apply(List<ChatEvent> events) {
    List<ChatEvent> next = new ArrayList<>(events.size());
    long number = reached;
    for (ChatEvent event : events) {
      if (event.seq() == number + 1) {
        next.add(event);
        number++;
      } else if (event.seq() > number && early.size() < MOST_EARLY) {
        early.put(event.seq(), event);
      }
    }
    for (ChatEvent event = early.remove(number + 1); event != null; ) {
      next.add(event);
      number++;
      event = early.remove(number + 1);
    }
    early.headMap(number, true).clear();
    return append(next);
  }

  private boolean append(List<ChatEvent> next) {
    if (next.isEmpty()) {
      return false;
    }
    Batch.cut(reached, next).forEach(ring::add);
    reached = next.getLast().seq();
    target = Math.max(target, reached);
    ring.trim(rows.stream().mapToLong(Row::reached).min().orElse(reached));
    needs.people().passed(next);
    return true;
  }

  private void signal() {
    for (Row row : rows) {
      row.signal();
    }
  }

  // What is missing.

  private void catchUp() {
    long from;
    synchronized (this) {
      if (closed || reading || reached == UNKNOWN || target <= reached) {
        return;
      }
      reading = true;
      from = reached;
    }
    needs.meters().catchUp();
    needs
        .concurrencyLimiter()
        .take(() -> needs.log().after(room, from, READ).onComplete(it -> read(from, it)));
  }

  private void read(long from, AsyncResult<List<ChatEvent>> answer) {
    if (answer.failed()) {
      log.atDebug()
          .addKeyValue("room", room)
          .setCause(answer.cause())
          .log("missing events not read");
    }
    boolean applied = false;
    synchronized (this) {
      reading = false;
      if (answer.succeeded() && !closed) {
        applied = applyRead(from, answer.result());
      }
    }
    if (applied) {
      signal();
      catchUp();
    }
  }

  private boolean applyRead(long from, List<ChatEvent> events) {
    boolean skips = reached == from && !events.isEmpty() && events.getFirst().seq() > from + 1;
    boolean skipped = skips && append(List.copyOf(events)); // older ones are no longer kept
    return apply(events) || skipped;
  }

  // Those who take.

  /** What follows a number; empty where nothing does, or the ring has forgotten it. */
  synchronized Optional<Piece> after(long at, Wire wire) {
    return closed ? Optional.empty() : ring.after(at, wire);
  }

  /** The same, also from pages of the log that are here. */
  synchronized Optional<Piece> afterOrPage(long at, Wire wire) {
    return closed ? Optional.empty() : ring.after(at, wire).or(() -> pages.after(at, wire));
  }

  /** A row waits for what follows a number and is woken when it was read. */
  void wanted(long at, Row row) {
    long page = Pages.pageOf(at);
    synchronized (this) {
      if (closed || !pages.wanted(at, reached, row)) {
        return;
      }
    }
    needs.meters().page();
    needs
        .concurrencyLimiter()
        .take(() -> needs.log().after(room, page, Pages.SIZE).onComplete(it -> pageRead(page, it)));
  }

  private void pageRead(long page, AsyncResult<List<ChatEvent>> answer) {
    List<Row> woken;
    synchronized (this) {
      if (answer.failed() || closed) {
        pages.failed(page); // who waits is woken by the next sweep
        return;
      }
      woken = pages.read(page, answer.result());
    }
    woken.forEach(Row::wake);
  }

  /** Each second: what failed is tried again. */
  void sweep() {
    List<Row> woken;
    synchronized (this) {
      pages.forget();
      woken = pages.takeWaiting();
    }
    woken.forEach(Row::wake);
    catchUp();
  }

  void close() {
    synchronized (this) {
      closed = true;
      ring.release();
      pages.release();
    }
  }
}
