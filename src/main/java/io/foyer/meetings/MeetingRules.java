package io.foyer.meetings;

import java.time.Duration;

/**
 * What holds for meetings that say nothing else.
 *
 * @param warnBefore how long before its start a meeting is announced
 * @param missedAfter how long after its start it still is
 * @param overrun how long after its end its room may still be entered
 */
public record MeetingRules(Duration warnBefore, Duration missedAfter, Duration overrun) {
  double graceSeconds() {
    return missedAfter.toMillis() / 1000.0;
  }

  Workflow workflow() {
    return new Workflow(missedAfter, overrun);
  }
}
