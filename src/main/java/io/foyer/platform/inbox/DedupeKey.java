package io.foyer.platform.inbox;

import io.foyer.platform.Ids;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;

/**
 * Deduplication key of a delivery.
 *
 * @param source intake that received it
 * @param id the sender's delivery id; a generated one where it gave none, which never matches again
 * @param bodyHash SHA-256 of the event and the body, to detect another body under the same id
 */
public record DedupeKey(String source, String id, Buffer bodyHash) {
  /** Maximum length of an id; the intakes reject a longer one. */
  public static final int MAX_ID_LENGTH = 200;

  /** A delivery of {@code body} that announces {@code event}; {@code ids} names it if need be. */
  public static DedupeKey of(
      Ids ids, String source, Optional<String> id, String event, byte[] body) {
    return new DedupeKey(source, id.orElseGet(() -> "~" + ids.next()), hash(event, body));
  }

  private static Buffer hash(String event, byte[] body) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(event.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      return Buffer.buffer(digest.digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
