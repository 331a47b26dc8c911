package io.foyer.platform.db;

/** The schema in the database and this program do not fit, and waiting will not help. */
public final class SchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SchemaException(String message, Throwable cause) {
    super(message, cause);
  }
}
