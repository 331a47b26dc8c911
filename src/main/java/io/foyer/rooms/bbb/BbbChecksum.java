package io.foyer.rooms.bbb;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Checksum of a call of the BigBlueButton API: the hash of the call's name, its query as it is sent
 * and the shared secret, in lower-case hex
 * (https://docs.bigbluebutton.org/development/api/#api-security-model).
 */
public enum BbbChecksum {
  SHA1("SHA-1"),
  SHA256("SHA-256"),
  SHA384("SHA-384"),
  SHA512("SHA-512");

  private final String algorithm;

  BbbChecksum(String algorithm) {
    this.algorithm = algorithm;
  }

  /**
   * The checksum.
   *
   * @param call name of the call, such as {@code create} or {@code hooks/list}
   * @param query encoded query without the checksum; empty for none
   */
  public String of(String call, String query, String secret) {
    try {
      byte[] sum =
          MessageDigest.getInstance(algorithm)
              .digest((call + query + secret).getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(sum);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has them
    }
  }
}
