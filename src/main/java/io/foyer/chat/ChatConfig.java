package io.foyer.chat;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Default;
import io.foyer.platform.config.Range;
import java.time.Duration;
import java.util.Optional;

/**
 * Chat settings.
 *
 * @param longestText maximum length of a message, in characters
 * @param rate messages that one account may send in a minute on one node; 0 disables the limit
 * @param patience how long a slow reader may accept no data while some is pending
 * @param retention how long events are kept, at least an hour; forever where absent
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
