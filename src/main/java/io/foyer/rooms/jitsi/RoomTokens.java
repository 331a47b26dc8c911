package io.foyer.rooms.jitsi;

import io.foyer.platform.config.Secret;
import io.foyer.rooms.jitsi.JitsiRooms.User;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Issues JWTs that are valid for one room, as prosody's mod_auth_token verifies them: HS256, {@code
 * iss} the app id, {@code sub} the domain or, where the server's address has a path, the tenant,
 * {@code room} in lower case.
 *
 * <p>Signed with the JDK alone: issuing one fixed format is a MAC over two strings.
 */
final class RoomTokens {
  // Jitsi leaves a user hanging whose token is not valid yet; clocks differ by seconds.
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(10);
  private static final Duration GRACE = Duration.ofHours(1);
  private static final String HEADER = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}");

  private final String appId;
  private final String audience;
  private final String subject;
  private final SecretKeySpec key;
  private final InstantSource clock;

  RoomTokens(JitsiConfig config, String appId, Secret appSecret, InstantSource clock) {
    this.appId = appId;
    this.audience = config.audience();
    this.subject = subject(config.url());
    this.key = new SecretKeySpec(appSecret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    this.clock = clock;
  }

  String token(String roomName, Instant end, Optional<User> user) {
    String content = HEADER + "." + encode(claims(roomName, end, user).encode());
    return content + "." + sign(content);
  }

  private JsonObject claims(String roomName, Instant end, Optional<User> user) {
    Instant now = clock.instant();
    Instant until = end.isBefore(now) ? now : end;
    JsonObject claims =
        new JsonObject()
            .put("aud", audience)
            .put("iss", appId)
            .put("sub", subject)
            .put("room", roomName.toLowerCase(Locale.ROOT))
            .put("iat", now.getEpochSecond())
            .put("nbf", now.minus(CLOCK_SKEW).getEpochSecond())
            .put("exp", until.plus(GRACE).getEpochSecond());
    user.ifPresent(it -> claims.put("context", new JsonObject().put("user", claims(it))));
    return claims;
  }

  private static JsonObject claims(User user) {
    JsonObject claims = new JsonObject();
    user.id().ifPresent(id -> claims.put("id", id));
    user.name().ifPresent(name -> claims.put("name", name));
    user.email().ifPresent(email -> claims.put("email", email));
    // Read by prosody's token_affiliation module; a server without it ignores both.
    return claims
        .put("affiliation", user.moderator() ? "owner" : "member")
        .put("moderator", user.moderator());
  }

  private static String subject(URI url) {
    String tenant = Optional.ofNullable(url.getPath()).orElse("").replaceAll("^/|/$", "");
    return (tenant.isEmpty() ? url.getHost() : tenant).toLowerCase(Locale.ROOT);
  }

  private String sign(String content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return encode(mac.doFinal(content.getBytes(StandardCharsets.US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static String encode(String text) {
    return encode(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
