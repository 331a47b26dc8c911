package io.foyer.fault;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What the database holds when all is over.
 *
 * @param inbox each delivery id that is written down, once for each time
 */
record Books(
    List<Received> inbox,
    List<Evaluation> evaluations,
    List<Meeting> meetings,
    List<Message> outbox) {
  Books {
    inbox = List.copyOf(inbox);
    evaluations = List.copyOf(evaluations);
    meetings = List.copyOf(meetings);
    outbox = List.copyOf(outbox);
  }

  /** A row of the inbox; {@code at} is when its transaction began. */
  record Received(String delivery, Instant at) {}

  record Evaluation(long id, Optional<Instant> beginAt, Optional<Instant> destroyedAt) {}

  record Meeting(
      String id, long evaluation, Instant startsAt, long version, String status, String link) {}

  /** A row of the outbox. */
  record Message(
      String id,
      String meeting,
      long version,
      String recipient,
      String status,
      int lostAnswers,
      String link,
      List<String> emails) {
    Message {
      emails = List.copyOf(emails);
    }
  }
}
