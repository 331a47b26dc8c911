package io.foyer.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.config.Secret;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Caller.Role;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Access tokens: ours are read, everything else is not. */
class AccessTokensTest {
  private static final String SECRET = "a secret of more than thirty-two characters";
  private static final String HEADER = "{\"alg\":\"HS256\",\"typ\":\"JWT\"}";
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Account ALICE =
      new Account(
          "0123456789abcdef01234567",
          "alice",
          "alice@example.org",
          "Alice",
          "",
          Role.ADMIN,
          Optional.empty(),
          NOW,
          List.of());

  private final AccessTokens tokens = tokens(SECRET, NOW);

  private static AccessTokens tokens(String secret, Instant now) {
    return new AccessTokens(Secret.of(secret), List.of(), () -> now);
  }

  @Test
  void aTokenDoesNotOutliveItsSession() {
    Instant end = NOW.plusSeconds(600);

    AccessTokens.Signed signed = tokens.sign("jti", ALICE, "session", end);

    assertThat(signed.expiresAt()).isEqualTo(end);
    assertThat(tokens(SECRET, end).read(signed.token().reveal())).isEmpty();
    assertThat(tokens.sign("jti", ALICE, "session", NOW.plusSeconds(4000)).expiresAt())
        .isEqualTo(NOW.plusSeconds(3600));
  }

  @Test
  void aTokenOfOursNamesItsCaller() {
    String token = tokens.sign("jti", ALICE, "session", Instant.MAX).token().reveal();

    assertThat(tokens.read(token))
        .contains(new Caller(ALICE.id(), "alice", Role.ADMIN, Optional.of("session")));
  }

  @Test
  void itHoldsWhatTheOldOneHeldAndMore() {
    AccessTokens.Signed signed = tokens.sign("jti", ALICE, "session", Instant.MAX);

    String payload = signed.token().reveal().split("\\.", -1)[1];
    JsonObject claims =
        new JsonObject(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
    assertThat(claims.getMap())
        .isEqualTo(
            claims().getMap().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, it -> small(it.getValue()))));
    assertThat(signed.expiresAt()).isEqualTo(NOW.plusSeconds(3600));
  }

  /** As a parser gives back a number that fits. */
  private static Object small(Object value) {
    return value instanceof Long number ? (Object) Math.toIntExact(number) : value;
  }

  @Test
  void theLibraryReadsIt() {
    Vertx vertx = Vertx.vertx();
    try {
      JWTAuth library =
          JWTAuth.create(
              vertx,
              new JWTAuthOptions()
                  .setJWTOptions(new JWTOptions().setIssuer("foyer").setAudience(List.of("foyer")))
                  .addPubSecKey(new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(SECRET)));
      AccessTokens present = tokens(SECRET, Instant.now());
      String token = present.sign("jti", ALICE, "session", Instant.MAX).token().reveal();

      assertThat(
              library
                  .authenticate(new io.vertx.ext.auth.authentication.TokenCredentials(token))
                  .await()
                  .principal()
                  .getString("username"))
          .isEqualTo("alice");
    } finally {
      vertx.close().await();
    }
  }

  @Test
  void itEndsAfterAnHour() {
    String token = tokens.sign("jti", ALICE, "session", Instant.MAX).token().reveal();

    assertThat(tokens(SECRET, NOW.plusSeconds(3599)).read(token)).isPresent();
    assertThat(tokens(SECRET, NOW.plusSeconds(3600)).read(token)).isEmpty();
  }

  @Test
  void tokensOfThePreviousSecretAreStillRead() {
    String old =
        tokens("the previous secret, which is as long", NOW)
            .sign("jti", ALICE, "session", Instant.MAX)
            .token()
            .reveal();
    AccessTokens rotated =
        new AccessTokens(
            Secret.of(SECRET),
            List.of(Secret.of("the previous secret, which is as long")),
            () -> NOW);

    assertThat(tokens.read(old)).isEmpty();
    assertThat(rotated.read(old)).isPresent();
    assertThat(tokens.read(rotated.sign("jti", ALICE, "session", Instant.MAX).token().reveal()))
        .isPresent();
  }

  static Stream<String> headers() {
    return Stream.of(
        "{\"alg\":\"none\",\"typ\":\"JWT\"}",
        "{\"alg\":\"None\"}",
        "{\"alg\":\"HS384\",\"typ\":\"JWT\"}",
        "{\"alg\":\"HS512\",\"typ\":\"JWT\"}",
        "{\"alg\":\"RS256\",\"typ\":\"JWT\"}",
        "{\"alg\":\"hs256\",\"typ\":\"JWT\"}",
        "{\"alg\":[\"HS256\"],\"typ\":\"JWT\"}",
        "{\"alg\":null}",
        "{\"typ\":\"JWT\"}",
        "{\"alg\":\"HS256\",\"typ\":\"JWE\"}",
        "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"jwk\":{\"kty\":\"oct\",\"k\":\"AAAA\"}}",
        "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"jku\":\"https://evil.example/keys\"}",
        "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"x5u\":\"https://evil.example/cert\"}",
        "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"x5c\":[\"AAAA\"]}",
        "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"../../dev/null\"}",
        "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"crit\":[\"exp\"]}",
        "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"crit\":[\"b64\"],\"b64\":false}",
        "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"zip\":\"DEF\"}",
        "[]",
        "null",
        "\"HS256\"",
        "{",
        "");
  }

  /** Even signed with our own secret. */
  @ParameterizedTest
  @MethodSource("headers")
  void aHeaderThatWantsAnythingElseIsRefused(String header) {
    assertThat(tokens.read(signed(header, claims().encode()))).isEmpty();
  }

  static Stream<JsonObject> payloads() {
    Stream<JsonObject> without =
        claims().fieldNames().stream().map(name -> with(it -> it.remove(name)));
    Stream<JsonObject> nulls =
        claims().fieldNames().stream().map(name -> with(it -> it.putNull(name)));
    Stream<JsonObject> objects =
        claims().fieldNames().stream().map(name -> with(it -> it.put(name, new JsonObject())));
    Stream<JsonObject> empty =
        claims().fieldNames().stream().map(name -> with(it -> it.put(name, "")));
    Stream<JsonObject> odd =
        Stream.of(
            with(it -> it.put("iss", "other")),
            with(it -> it.put("aud", "other")),
            with(it -> it.put("aud", new JsonArray().add("foyer"))),
            with(it -> it.put("role", "root")),
            with(it -> it.put("role", "ADMIN")),
            with(it -> it.put("exp", NOW.getEpochSecond())),
            with(it -> it.put("exp", NOW.minusSeconds(1).getEpochSecond())),
            with(it -> it.put("exp", -1)),
            with(it -> it.put("exp", Long.MAX_VALUE)),
            with(it -> it.put("exp", NOW.plusSeconds(7200).getEpochSecond())),
            with(it -> it.put("exp", "" + NOW.plusSeconds(60).getEpochSecond())),
            with(it -> it.put("exp", NOW.plusSeconds(60).getEpochSecond() + 0.5)),
            with(it -> it.put("iat", NOW.plusSeconds(600).getEpochSecond())));
    return Stream.of(without, nulls, objects, empty, odd).flatMap(each -> each);
  }

  @ParameterizedTest
  @MethodSource("payloads")
  void claimsThatAreMissingOrWrongAreRefused(JsonObject payload) {
    assertThat(tokens.read(signed(HEADER, payload.encode()))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "[]", "\"\"", "7", "{", "", "{\"exp\":1e999}"})
  void aPayloadThatIsNoObjectIsRefused(String payload) {
    assertThat(tokens.read(signed(HEADER, payload))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "..",
        "...",
        "a.b",
        "a.b.c",
        "a.b.c.d",
        "=.=.=",
        "\u0000.\u0000.\u0000",
        "é.é.é"
      })
  void whatIsNoTokenIsRefused(String text) {
    assertThat(tokens.read(text)).isEmpty();
  }

  @Test
  void anotherSpellingOfTheSameSignatureIsRefused() {
    String token = tokens.sign("jti", ALICE, "session", Instant.MAX).token().reveal();
    String unsigned = token.substring(0, token.lastIndexOf('.') + 1);

    assertThat(tokens.read(token + "=")).isEmpty();
    assertThat(tokens.read(token + " ")).isEmpty();
    assertThat(tokens.read(token + ".")).isEmpty();
    assertThat(tokens.read(unsigned)).isEmpty();
    assertThat(tokens.read(sameBits(token))).isEmpty();
    assertThat(tokens.read(token)).isPresent();
  }

  /**
   * The last of 43 characters carries four bits; its other two are padding that decoders ignore.
   */
  private static String sameBits(String token) {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = alphabet.indexOf(token.charAt(token.length() - 1));
    return token.substring(0, token.length() - 1) + alphabet.charAt(last ^ 1);
  }

  @Test
  void aHugeTokenIsRefused() {
    assertThat(tokens.read(signed(HEADER, claims().put("x", "y".repeat(100_000)).encode())))
        .isEmpty();
  }

  @Property
  void oneChangedCharacterIsEnough(@ForAll int where, @ForAll char other) {
    String token = tokens.sign("jti", ALICE, "session", Instant.MAX).token().reveal();
    int at = Math.floorMod(where, token.length());
    String changed = token.substring(0, at) + other + token.substring(at + 1);

    assertThat(tokens.read(changed).isPresent()).isEqualTo(changed.equals(token));
  }

  @Property
  void anythingAtAllIsReadWithoutFault(
      @ForAll String one, @ForAll String two, @ForAll String three) {
    assertThat(tokens.read(one + "." + two + "." + three)).isEmpty();
    assertThat(tokens.read(signed(one, two))).isEmpty();
  }

  private interface Change {
    void make(JsonObject claims);
  }

  private static JsonObject with(Change change) {
    JsonObject claims = claims();
    change.make(claims);
    return claims;
  }

  private static JsonObject claims() {
    return new JsonObject()
        .put("id", ALICE.id())
        .put("username", "alice")
        .put("email", "alice@example.org")
        .put("role", "admin")
        .put("exp", NOW.plusSeconds(3600).getEpochSecond())
        .put("iat", NOW.getEpochSecond())
        .put("iss", "foyer")
        .put("aud", "foyer")
        .put("jti", "jti")
        .put("sid", "session");
  }

  private static String signed(String header, String payload) {
    String content = encode(header) + "." + encode(payload);
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] signature = mac.doFinal(content.getBytes(StandardCharsets.UTF_8));
      return content + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
    } catch (java.security.GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
