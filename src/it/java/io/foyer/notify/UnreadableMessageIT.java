package io.foyer.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A message that a node cannot read was not sent, and is not taken for a lost answer. */
class UnreadableMessageIT {
  private static final String INSERT =
      """
      INSERT INTO outbox (id, subject, version, kind, channel, recipient, payload, expires_at,
                          resend_until)
      VALUES (?, 'm1', 1, ?, 'slack_that', ?, '{}', now() + interval '1 hour',
              now() + interval '1 hour')
      """;

  @Test
  void anUnknownKindWaitsForAnotherBuildAndABrokenPayloadFails() {
    try (ProgramFixture program = ProgramFixture.open("unreadable", Map.of())) {
      program.database().execute(INSERT, "0123456789abcdef00000001", "invitation", "a");
      program.database().execute(INSERT, "0123456789abcdef00000002", "reminder", "b");

      await().until(() -> state(program, "0123456789abcdef00000002").startsWith("failed"));
      await().until(() -> state(program, "0123456789abcdef00000001").contains("later"));

      assertThat(state(program, "0123456789abcdef00000001")).isEqualTo("pending 0 0 later");
      assertThat(state(program, "0123456789abcdef00000002")).startsWith("failed 1 0");
      assertThat(program.slackThat().received()).isEmpty();
    }
  }

  /** Status, attempts, lost answers, and whether it is due later. */
  private static String state(ProgramFixture program, String id) {
    return program
        .database()
        .text(
            "SELECT concat_ws(' ', status, attempts, lost_answers,"
                + " CASE WHEN status = 'pending' AND due_at > now() THEN 'later' END)"
                + " FROM outbox WHERE id = ?",
            id);
  }
}
