package io.foyer.platform.db;

/**
 * The database holds tables that these migrations did not create, such as those of an earlier
 * build; retrying does not help. The message is one sentence without a period.
 */
public final class SchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SchemaException(String message, Throwable cause) {
    super(message, cause);
  }
}
