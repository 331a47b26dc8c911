package io.foyer.meetings;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a meeting is announced.
 *
 * @param announceable whether it may be announced; otherwise it is only stored
 * @param channels channels that announce it; absent for the default ones, an empty list for none
 * @param lead how long before its start it is announced; absent for the configured time
 * @param grace how long after its start it still is; absent for the configured time
 */
public record AnnouncementPlan(
    boolean announceable,
    Optional<List<String>> channels,
    Optional<Duration> lead,
    Optional<Duration> grace) {
  public AnnouncementPlan {
    channels = channels.map(List::copyOf);
    if (lead.filter(Duration::isNegative)
        .or(() -> grace.filter(Duration::isNegative))
        .isPresent()) {
      throw new IllegalArgumentException("lead and grace must not be negative");
    }
  }

  /** By the default channels, at the configured times. */
  public static AnnouncementPlan byDefault(boolean announceable) {
    return new AnnouncementPlan(announceable, Optional.empty(), Optional.empty(), Optional.empty());
  }
}
