package io.foyer.testing;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Access tokens for people whom nobody waited for to log in: thousands of passwords take long. */
public final class Tokens {
  /** What Foyer is told to sign with. */
  public static final String SECRET = "the secret of a benchmark, which is no secret";

  private static final long SECONDS = 3_000;

  private Tokens() {}

  /** One for the session that has the account's own id. */
  public static String of(String account, String handle) {
    long now = Instant.now().getEpochSecond();
    JsonObject claims =
        new JsonObject()
            .put("id", account)
            .put("username", handle)
            .put("email", handle + "@example.org")
            .put("role", "user")
            .put("iat", now)
            .put("exp", now + SECONDS)
            .put("iss", "foyer")
            .put("aud", "foyer")
            .put("jti", account)
            .put("sid", account);
    String content =
        encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8))
            + "."
            + encode(claims.encode().getBytes(StandardCharsets.UTF_8));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      return content + "." + encode(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
