package io.foyer.platform.db;

import io.vertx.pgclient.PgException;

/** Classifies database errors: invalid data, contention that is retried at once, or an outage. */
public enum DatabaseFailure {
  /** The statement's data is invalid: a retry fails again. */
  DATA,
  /** Conflict with a concurrent transaction: retry at once. */
  CONTENTION,
  /** The database is unreachable, full, read-only or shutting down: retry later. */
  AWAY;

  /** Whether a row of the same key is there already: SQLSTATE 23505. */
  public static boolean isDuplicate(Throwable failure) {
    return failure instanceof PgException pg && "23505".equals(pg.getSqlState());
  }

  /**
   * Reads the SQLSTATE of a failure (PostgreSQL documentation, appendix A).
   *
   * <p>Class 22 and 23 are the data's fault, class 40 is contention; everything else, a lost
   * connection included, is taken for an outage, so that nothing is dropped by a wrong guess.
   */
  public static DatabaseFailure of(Throwable failure) {
    String state = state(failure);
    if (state.startsWith("22") || state.startsWith("23")) {
      return DATA;
    }
    return state.startsWith("40") ? CONTENTION : AWAY;
  }

  /** The SQLSTATE of a failure, which names no data; empty where the server did not give one. */
  public static String state(Throwable failure) {
    return failure instanceof PgException pg && pg.getSqlState() != null ? pg.getSqlState() : "";
  }
}
