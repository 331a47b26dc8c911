package io.foyer.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Everything the checker judges.
 *
 * @param judgedAt when the books were read
 */
record Evidence(List<Event> events, Books books, Instant judgedAt, Limits limits) {

  /**
   * What is allowed.
   *
   * @param call how long a call to slack_that may take: what was on its way arrives
   * @param lateness how long after it became due, or after the last mend, a reminder may arrive
   * @param lostAnswers how many answers the test itself lost, besides calls that a fault met
   */
  record Limits(Duration call, Duration lateness, int lostAnswers) {}

  Evidence {
    events = List.copyOf(events);
  }

  <E extends Event> List<E> all(Class<E> kind) {
    return events.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  Evidence withEvents(List<Event> others) {
    return new Evidence(others, books, judgedAt, limits);
  }

  Evidence withBooks(Books others) {
    return new Evidence(events, others, judgedAt, limits);
  }
}
