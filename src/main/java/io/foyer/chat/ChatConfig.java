package io.foyer.chat;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Default;
import io.foyer.platform.config.Range;
import java.time.Duration;
import java.util.Optional;

/**
 * The chat.
 *
 * @param longestText of a message, in characters
 * @param rate how many messages one account may say in a minute on one node; 0 for any number
 * @param patience how long a socket may take nothing while something waits for it
 * @param retention how long events are kept, an hour at least; for ever where absent
 */
public record ChatConfig(
    @Default("8000") @Range(least = 1, most = 100_000) int longestText,
    @Default("600") @Range(least = 0, most = 1_000_000) int rate,
    @Default("60s") Duration patience,
    Optional<Duration> retention) {
  private static final Duration SHORTEST = Duration.ofHours(1);

  /** Nodes that were away for a while must still find what they missed. */
  public ChatConfig {
    new Checks()
        .that(
            retention.isEmpty() || retention.get().compareTo(SHORTEST) >= 0,
            "retention",
            "must be 1h or longer")
        .that(patience.toSeconds() >= 1, "patience", "must be 1s or longer")
        .done();
  }
}
