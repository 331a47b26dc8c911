package io.foyer.accounts;

import io.foyer.platform.config.Secret;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes the secrets that people carry, and knows them from what somebody made up without asking the
 * database: 24 random bytes, and behind them 8 that only who has the key finds. Whoever stole the
 * key could make such questions, and no secret that opens anything.
 */
final class Seal {
  static final int KEY_BYTES = 32;
  private static final int RANDOM_BYTES = 24;
  private static final int BYTES = 32;
  private static final int HEX_LENGTH = 64;
  private static final int BASE64_LENGTH = 43;

  private final SecureRandom random = new SecureRandom();
  private final SecretKeySpec key;

  Seal(byte[] key) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  /** A key for a house that has none. */
  static byte[] newKey() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return key;
  }

  /** 43 characters of base64url. */
  Secret next() {
    return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(sealed()));
  }

  /** 64 hex digits. */
  Secret nextHex() {
    return Secret.of(HexFormat.of().formatHex(sealed()));
  }

  /** Whether it was made here, in either spelling; not whether it still opens anything. */
  boolean knows(String secret) {
    byte[] bytes = bytes(secret);
    return bytes.length == BYTES && MessageDigest.isEqual(bytes, sealed(bytes));
  }

  private byte[] sealed() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return sealed(bytes);
  }

  /** The first bytes of these, and the seal that belongs to them. */
  private byte[] sealed(byte[] bytes) {
    byte[] sealed = Arrays.copyOf(Arrays.copyOf(bytes, RANDOM_BYTES), BYTES);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      mac.update(bytes, 0, RANDOM_BYTES);
      System.arraycopy(mac.doFinal(), 0, sealed, RANDOM_BYTES, BYTES - RANDOM_BYTES);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static byte[] bytes(String secret) {
    try {
      return switch (secret.length()) {
        case HEX_LENGTH -> HexFormat.of().parseHex(secret);
        case BASE64_LENGTH -> Base64.getUrlDecoder().decode(secret);
        default -> new byte[0];
      };
    } catch (IllegalArgumentException e) {
      return new byte[0];
    }
  }
}
