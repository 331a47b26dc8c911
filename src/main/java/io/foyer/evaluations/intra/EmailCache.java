package io.foyer.evaluations.intra;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * E-mails by login: kept for an hour, their absence for five minutes, the least used beyond 10,000
 * forgotten. Whoever asks while a look-up is under way shares it; a failed one is not kept.
 */
final class EmailCache {
  private static final int MOST = 10_000;
  private static final Duration KNOWN = Duration.ofHours(1);
  private static final Duration UNKNOWN = Duration.ofMinutes(5);

  private final InstantSource clock;
  private final Function<String, Future<Optional<String>>> source;

  /** In the order of their last use. Guarded by this. */
  private final Map<String, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);

  EmailCache(InstantSource clock, Function<String, Future<Optional<String>>> source) {
    this.clock = clock;
    this.source = source;
  }

  private record Entry(Future<Optional<String>> email, Instant asked) {
    boolean serves(Instant now) {
      if (!email.isComplete()) {
        return true;
      }
      return email.succeeded()
          && now.isBefore(asked.plus(email.result().isPresent() ? KNOWN : UNKNOWN));
    }
  }

  /** The e-mail of a login, empty if it has none. */
  synchronized Future<Optional<String>> of(String login) {
    Entry entry = entries.get(login);
    if (entry == null || !entry.serves(clock.instant())) {
      entry = new Entry(source.apply(login), clock.instant());
      entries.put(login, entry);
      forgetOldest();
    }
    return entry.email();
  }

  private void forgetOldest() {
    if (entries.size() > MOST) {
      entries.remove(entries.keySet().iterator().next());
    }
  }

  /** How many are kept. */
  synchronized int size() {
    return entries.size();
  }
}
