package io.foyer.accounts;

import io.foyer.platform.config.Secret;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Caller.Role;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Issues and verifies access tokens: JWTs that live for one hour (RFC 7519, 8725), signed with
 * HS256 only. The signature is verified before any claim is read; a header with another algorithm
 * is rejected.
 *
 * <p>Implemented with the JDK alone: the library takes the algorithm from the header and accepts
 * tokens without an expiry.
 */
final class AccessTokens {
  static final Duration LIFETIME = Duration.ofHours(1);
  private static final Duration CLOCK_SKEW = Duration.ofSeconds(30);
  private static final int LONGEST = 4096;
  private static final String ISSUER = "foyer";
  private static final String HEADER =
      encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.US_ASCII));
  private static final Set<String> HEADER_NAMES = Set.of("alg", "typ");

  private final List<SecretKeySpec> keys;
  private final InstantSource clock;

  /**
   * Tokens under one secret.
   *
   * @param previous secrets whose tokens still count
   */
  AccessTokens(Secret current, List<Secret> previous, InstantSource clock) {
    this.keys =
        Stream.concat(Stream.of(current), previous.stream()).map(AccessTokens::key).toList();
    this.clock = clock;
  }

  private static SecretKeySpec key(Secret secret) {
    return new SecretKeySpec(secret.reveal().getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  /**
   * What each secret can be known by, the one that signs first: a signature of no token, because it
   * is of one word.
   */
  List<String> marks() {
    return keys.stream().map(key -> signature(key, "mark")).toList();
  }

  /** A token and its expiry. */
  record Signed(Secret token, Instant expiresAt) {}

  /**
   * A token for a session, which it does not outlive: what has ended by itself nobody can end.
   *
   * @param id its own, which no other token has
   * @param sessionEnd when the session ends by itself
   */
  Signed sign(String id, Account account, String session, Instant sessionEnd) {
    Instant now = clock.instant();
    Instant latest = now.plus(LIFETIME);
    Instant end =
        (sessionEnd.isBefore(latest) ? sessionEnd : latest).truncatedTo(ChronoUnit.SECONDS);
    JsonObject claims =
        new JsonObject()
            .put("id", account.id())
            .put("username", account.handle())
            .put("email", account.email())
            .put("role", account.role().wire())
            .put("exp", end.getEpochSecond())
            .put("iat", now.getEpochSecond())
            .put("iss", ISSUER)
            .put("aud", ISSUER)
            .put("jti", id)
            .put("sid", session);
    String content = HEADER + "." + encode(claims.encode().getBytes(StandardCharsets.UTF_8));
    return new Signed(Secret.of(content + "." + signature(keys.getFirst(), content)), end);
  }

  /**
   * Verifies a token and returns its caller, whether or not the session is still active; empty if
   * invalid.
   */
  Optional<Caller> read(String token) {
    int last = token.lastIndexOf('.');
    int first = token.indexOf('.');
    if (token.length() > LONGEST
        || first < 1
        || last == first
        || token.indexOf('.', first + 1) != last) {
      return Optional.empty();
    }
    String content = token.substring(0, last);
    String given = token.substring(last + 1);
    return keys.stream().anyMatch(key -> same(signature(key, content), given))
        ? read(content.substring(0, first), content.substring(first + 1))
        : Optional.empty();
  }

  private Optional<Caller> read(String header, String payload) {
    return json(header)
        .filter(AccessTokens::ours)
        .flatMap(ours -> json(payload))
        .flatMap(this::caller);
  }

  private static boolean ours(JsonObject header) {
    return "HS256".equals(header.getValue("alg"))
        && "JWT".equals(header.getValue("typ", "JWT"))
        && HEADER_NAMES.containsAll(header.fieldNames());
  }

  private Optional<Caller> caller(JsonObject claims) {
    boolean good =
        ISSUER.equals(claims.getValue("iss"))
            && ISSUER.equals(claims.getValue("aud"))
            && Stream.of("id", "username", "email", "role", "jti", "sid")
                .allMatch(name -> isText(claims, name))
            && Stream.of("exp", "iat").allMatch(name -> isWhole(claims, name))
            && inTime(claims);
    return good
        ? role(claims.getString("role")).map(role -> caller(claims, role))
        : Optional.empty();
  }

  private static Caller caller(JsonObject claims, Role role) {
    return new Caller(
        claims.getString("id"),
        claims.getString("username"),
        role,
        Optional.of(claims.getString("sid")));
  }

  private static boolean isText(JsonObject claims, String name) {
    return claims.getValue(name) instanceof String text && !text.isEmpty();
  }

  private static boolean isWhole(JsonObject claims, String name) {
    return claims.getValue(name) instanceof Integer || claims.getValue(name) instanceof Long;
  }

  /** Not longer than ours are made, either: revocations are remembered for that long. */
  private boolean inTime(JsonObject claims) {
    long now = clock.instant().getEpochSecond();
    long end = claims.getLong("exp");
    return end > now
        && end <= now + LIFETIME.plus(CLOCK_SKEW).toSeconds()
        && claims.getLong("iat") <= now + CLOCK_SKEW.toSeconds();
  }

  private static Optional<Role> role(String name) {
    return Stream.of(Role.values()).filter(role -> role.wire().equals(name)).findFirst();
  }

  private static Optional<JsonObject> json(String part) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
      return Json.decodeValue(text) instanceof JsonObject object
          ? Optional.of(object)
          : Optional.empty();
    } catch (IllegalArgumentException | DecodeException e) {
      return Optional.empty();
    }
  }

  /** As text, so that no other spelling of the same signature is one. */
  private static boolean same(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.UTF_8));
  }

  private static String signature(SecretKeySpec key, String content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return encode(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HmacSHA256", e);
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
