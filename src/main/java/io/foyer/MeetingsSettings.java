package io.foyer;

import io.foyer.meetings.MeetingRules;
import io.foyer.platform.config.Default;
import io.foyer.platform.config.Description;
import io.foyer.platform.config.DurationRange;
import io.foyer.rooms.jitsi.JitsiConfig;
import java.time.Duration;

/** The settings of meetings and their rooms. */
public record MeetingsSettings(
    @Description("How long before its start a meeting is announced.") @Default("15m")
        Duration warnBefore,
    @Description(
            "How long after its start a meeting is still announced; after that it is `missed`.")
        @Default("10m")
        Duration missedAfter,
    @Description(
            "How long after its end the room of a meeting may still be entered; then its link says"
                + " that it is over.")
        @Default("30m")
        Duration overrun,
    @Description(
            "How long after its start a meeting is kept, with its participants and its evaluation.")
        @Default("8760h")
        @DurationRange(least = "24h")
        Duration meetingRetention,
    @Description(
            "How long the id of a delivery is kept, so that a repeated delivery has no second"
                + " effect, and a message in quarantine.")
        @Default("720h")
        Duration inboxRetention,
    @Description("The Jitsi server that holds the rooms.") JitsiConfig jitsi) {
  /** What holds for meetings that say nothing else. */
  MeetingRules rules() {
    return new MeetingRules(warnBefore, missedAfter, overrun);
  }
}
