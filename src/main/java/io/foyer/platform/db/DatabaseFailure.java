package io.foyer.platform.db;

import io.vertx.pgclient.PgException;

/** Classifies database errors by what the caller can do: retry, fix the data, or give up. */
public enum DatabaseFailure {
  /** The data of the statement is at fault: it fails again however often it is tried. */
  DATA,
  /** It lost against a concurrent transaction and may be tried again at once. */
  CONTENTION,
  /** The database is away, full, read-only or shutting down: try again later. */
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
