package io.foyer.platform.db.embedded;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** The embedded server cannot run; the message gives the cause and a remedy. */
public final class EmbeddedPostgresException extends IOException {
  private static final long serialVersionUID = 1L;

  EmbeddedPostgresException(String message) {
    super(message);
  }

  private EmbeddedPostgresException(String message, IOException cause) {
    super(message, cause);
  }

  /** The file system's terse errors in an operator's words. */
  static EmbeddedPostgresException of(IOException failure, Path dataDir) {
    return switch (failure) {
      case EmbeddedPostgresException known -> known;
      case AccessDeniedException e ->
          new EmbeddedPostgresException(
              "no permission for " + e.getFile() + ": give this user the data directory", e);
      case FileAlreadyExistsException e ->
          new EmbeddedPostgresException(
              e.getFile() + " is in the way: a directory must be there", e);
      case NoSuchFileException e ->
          new EmbeddedPostgresException(e.getFile() + " is missing in the data directory", e);
      default ->
          new EmbeddedPostgresException(
              "cannot use " + dataDir + ": " + failure.getMessage(), failure);
    };
  }
}
