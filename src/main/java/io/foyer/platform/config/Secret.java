package io.foyer.platform.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A value that must not be seen: it prints as {@code ***} and compares in constant time.
 *
 * <p>Both sides are hashed before they are compared, so that not even the length of the secret
 * shows (ASVS 5.0, 11.2.4).
 */
public final class Secret {
  private final String value;
  private final byte[] digest;

  private Secret(String value) {
    this.value = value;
    this.digest = digest(value);
  }

  /**
   * Wraps a value.
   *
   * @throws IllegalArgumentException if the value is empty: an empty secret would admit everybody
   */
  public static Secret of(String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("must not be empty");
    }
    return new Secret(value);
  }

  /** The value itself, for the one call that needs it. */
  public String reveal() {
    return value;
  }

  /** Whether {@code candidate} is this secret; takes the same time whatever it holds. */
  public boolean matches(String candidate) {
    return MessageDigest.isEqual(digest, digest(candidate));
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that && matches(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return "***";
  }
}
