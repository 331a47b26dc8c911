package io.foyer.platform.db;

/** The database schema is incompatible with this program; retrying does not help. */
public final class SchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SchemaException(String message, Throwable cause) {
    super(message, cause);
  }
}
