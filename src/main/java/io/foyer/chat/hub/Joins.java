package io.foyer.chat.hub;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.ChatLog;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who came into a room, wherever that was: told once to the seats of that account. Hints bring it
 * at once, the log within a second. Safe for use by many threads.
 */
final class Joins {
  private static final int REMEMBERED = 16_384;
  private static final int READ = 1_000;

  /** Transactions commit later than they begin; longer than this only after an accident. */
  private static final Duration OVERLAP = Duration.ofSeconds(5);

  private static final Duration LONG_OVERLAP = Duration.ofSeconds(60);
  private static final int LONG_EVERY = 10;

  private final ChatLog log;
  private final Seats seats;
  private final Map<Whom, ChatEvent> newest =
      new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Whom, ChatEvent> eldest) {
          return size() > REMEMBERED;
        }
      };
  private volatile @Nullable Instant readUpTo;
  private int turns;

  private record Whom(String room, String account) {
    private static Whom of(ChatEvent event) {
      return new Whom(event.room(), event.account());
    }
  }

  Joins(ChatLog log, Seats seats) {
    this.log = log;
    this.seats = seats;
  }

  /** Something happened; events that are no joins are passed over. */
  void heard(ChatEvent event) {
    if (event.kind() == ChatEvent.Kind.JOIN && remember(event)) {
      seats.of(event.account()).forEach(it -> it.joined(event));
    }
  }

  private synchronized boolean remember(ChatEvent event) {
    ChatEvent known = newest.get(Whom.of(event));
    if (known != null && known.seq() >= event.seq()) {
      return false;
    }
    newest.put(Whom.of(event), event);
    return true;
  }

  /** The join that followed a departure, if there was one. */
  synchronized Optional<ChatEvent> after(ChatEvent departure) {
    return Optional.ofNullable(newest.get(Whom.of(departure)))
        .filter(it -> it.seq() > departure.seq());
  }

  /** Reads who came since the last time. */
  Future<Void> sweep() {
    Instant known = readUpTo;
    if (known == null) {
      return log.now().onSuccess(now -> readUpTo = now).mapEmpty();
    }
    Duration overlap = ++turns % LONG_EVERY == 0 ? LONG_OVERLAP : OVERLAP;
    return read(known.minus(overlap), READ);
  }

  /** Nobody sits here: what comes meanwhile concerns nobody. */
  void rest() {
    readUpTo = null;
  }

  private Future<Void> read(Instant since, int limit) {
    return log.membershipChanges(since, limit).compose(events -> read(since, limit, events));
  }

  private Future<Void> read(Instant since, int limit, List<ChatEvent> events) {
    events.forEach(this::heard);
    if (events.isEmpty()) {
      return Future.succeededFuture();
    }
    Instant last = events.getLast().at();
    Instant known = readUpTo;
    if (known == null || last.isAfter(known)) {
      readUpTo = last;
    }
    if (events.size() < limit) {
      return Future.succeededFuture();
    }
    // A page that is one moment whole would be read for ever.
    return last.isAfter(since) ? read(last, limit) : read(since, limit * 2);
  }
}
