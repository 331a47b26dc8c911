package io.foyer.testing;

import io.foyer.ProgramFixture;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;

/** Time and messages as the database has them; time passes by moving rows, never by waiting. */
public final class Clockwork {
  private final TestDatabase database;

  public Clockwork(ProgramFixture program) {
    this.database = program.database();
  }

  /** Moves a booking and all that hangs on it in time, as if the clock had moved the other way. */
  public void shift(Appointment booked, Duration by) {
    String span = by.toSeconds() + " seconds";
    String id = Long.toString(booked.id());
    database.execute(
        """
        WITH moved AS (
          UPDATE meetings SET starts_at = starts_at + ?::interval WHERE origin_id = ? RETURNING id
        ), begun AS (
          UPDATE evaluations SET begin_at = begin_at + ?::interval WHERE id = ?::bigint
        )
        UPDATE jobs SET due_at = due_at + ?::interval
        WHERE kind IN ('reminder', 'meeting') AND key IN (SELECT id FROM moved)
        """,
        span,
        id,
        span,
        id,
        span);
  }

  /** Makes every message that waits due. */
  public void hurryMessages() {
    database.execute("UPDATE outbox SET due_at = now() WHERE status = 'pending'");
  }

  /** Takes back all work that waits; returns when none is under way. */
  public void takeBackAll() {
    database.execute("DELETE FROM jobs WHERE kind IN ('enrichment', 'reminder')");
    Awaitility.await()
        .until(
            () -> {
              database.execute("UPDATE outbox SET status = 'cancelled' WHERE status = 'pending'");
              return database.number(
                      "SELECT count(*) FROM outbox WHERE status IN ('pending', 'sending')")
                  == 0;
            });
  }

  /** Each message about a booking as "recipient status attempts". */
  public List<String> messages(Appointment booked) {
    return database.column(
        """
        SELECT o.recipient || ' ' || o.status || ' ' || o.attempts
        FROM outbox o JOIN meetings m ON m.id = o.subject WHERE m.origin_id = ? ORDER BY o.id
        """,
        Long.toString(booked.id()));
  }

  /** How often its messages that wait were tried. */
  public long attempts(Appointment booked) {
    return database.number(
        """
        SELECT COALESCE(sum(o.attempts), 0) FROM outbox o JOIN meetings m ON m.id = o.subject
        WHERE m.origin_id = ? AND o.status = 'pending'
        """,
        Long.toString(booked.id()));
  }

  /** How many reminders of a booking are planned. */
  public long reminders(Appointment booked) {
    return database.number(
        """
        SELECT count(*) FROM jobs j JOIN meetings m ON m.id = j.key
        WHERE j.kind = 'reminder' AND m.origin_id = ?
        """,
        Long.toString(booked.id()));
  }

  /** How long until its reminder is due. */
  public long secondsUntilReminder(Appointment booked) {
    return database.number(
        """
        SELECT COALESCE(max(extract(epoch FROM j.due_at - now())), -1)::bigint
        FROM jobs j JOIN meetings m ON m.id = j.key
        WHERE j.kind = 'reminder' AND m.origin_id = ?
        """,
        Long.toString(booked.id()));
  }
}
