package io.foyer.accounts;

import io.foyer.platform.config.Secret;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/**
 * Secrets of 256 random bits, and what is kept of them. A fast hash is enough for these: there is
 * nothing to guess.
 */
final class OneTime {
  private static final int BYTES = 32;

  private final SecureRandom random = new SecureRandom();

  /** 43 characters of base64url. */
  Secret next() {
    return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes()));
  }

  /** 64 hex digits. */
  Secret nextHex() {
    return Secret.of(HexFormat.of().formatHex(bytes()));
  }

  private byte[] bytes() {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return bytes;
  }

  /** What the database keeps of a secret, or of anything that it should know only by sight. */
  static Buffer hash(String secret) {
    try {
      return Buffer.buffer(
          MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
