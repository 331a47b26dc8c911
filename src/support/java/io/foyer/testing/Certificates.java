package io.foyer.testing;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;

/**
 * Certificates of three authorities, as PEM files; their folder's README.md says how to make them.
 */
public enum Certificates {
  /** Certified "one" and "two". */
  OURS,
  /** Certified "three". */
  THEIRS,
  /** Certified "four", which is for db.example.org and no name of this machine. */
  REMOTE;

  /** A certificate, but for "four" for 127.0.0.1 and localhost, and its key. */
  public record Pem(Path certificate, Path key) {}

  /** The certificate of one name. */
  public static Pem of(String name) {
    return new Pem(file(name + ".pem"), file(name + ".key"));
  }

  /** The authority's own certificate. */
  public Path authority() {
    return file(name().toLowerCase(Locale.ROOT) + ".pem");
  }

  private static Path file(String name) {
    try {
      return Path.of(
          Objects.requireNonNull(Certificates.class.getResource("/certificates/" + name)).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
