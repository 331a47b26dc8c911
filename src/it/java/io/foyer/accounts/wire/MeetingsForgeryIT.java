package io.foyer.accounts.wire;

import static io.foyer.accounts.wire.OldMeetingsClient.ME;
import static io.foyer.accounts.wire.OldMeetingsClient.detail;
import static io.foyer.accounts.wire.OldMeetingsClient.wish;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.ProgramFixture;
import io.foyer.testing.People;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tokens on the wire of Meetings that somebody made who has the program's own secret: what differs
 * from a good one is one thing at a time. Checks carry their numbers.
 */
@TestInstance(Lifecycle.PER_CLASS)
class MeetingsForgeryIT {
  private static final JsonObject HEADER = new JsonObject().put("alg", "HS256").put("typ", "JWT");

  private final ProgramFixture program = ProgramFixture.open("meetings_forgery", Map.of());
  private final OldMeetingsClient oldMeetingsClient =
      new OldMeetingsClient(new People(program.node().port()));
  private JsonObject claims;

  @BeforeAll
  void logIn() {
    oldMeetingsClient.register(wish("forged"));
    String payload = oldMeetingsClient.token("forged").split("\\.", -1)[1];
    claims =
        new JsonObject(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
    assertThat(me(signed(HEADER, claims)).statusCode()).isEqualTo(200);
  }

  @AfterAll
  void close() {
    program.close();
  }

  private HttpResponse<String> me(String token) {
    return oldMeetingsClient.get(ME, "Bearer " + token);
  }

  private void isRefused(String token) {
    HttpResponse<String> answer = me(token);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
    assertThat(detail(answer)).isNotBlank();
  }

  private static String signed(JsonObject header, JsonObject claims) {
    String content = part(header) + "." + part(claims);
    return content + "." + signature("HmacSHA256", content);
  }

  private static String part(JsonObject json) {
    return encode(json.encode().getBytes(StandardCharsets.UTF_8));
  }

  private static String signature(String algorithm, String content) {
    try {
      byte[] secret = ProgramFixture.secret("JWT_SECRET").getBytes(StandardCharsets.UTF_8);
      Mac mac = Mac.getInstance(algorithm);
      mac.init(new SecretKeySpec(secret, algorithm));
      return encode(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"id", "username", "email", "role", "exp", "iat", "iss", "aud", "jti", "sid"})
  void check17ATokenThatLacksAClaimIsRefused(String name) {
    JsonObject without = claims.copy();
    without.remove(name);

    isRefused(signed(HEADER, without));
    isRefused(signed(HEADER, claims.copy().putNull(name)));
    isRefused(signed(HEADER, claims.copy().put(name, new JsonObject())));
  }

  @Test
  void check17ATokenThatLacksEverythingIsRefused() {
    isRefused(signed(HEADER, new JsonObject()));
    isRefused(signed(HEADER, new JsonObject().put("exp", claims.getLong("exp"))));
  }

  @Test
  void check16AnExpiredTokenIsRefused() {
    long now = Instant.now().getEpochSecond();

    isRefused(signed(HEADER, claims.copy().put("exp", now - 1).put("iat", now - 3_601)));
  }

  @Test
  void aTokenThatWouldOutliveOursIsRefused() {
    isRefused(signed(HEADER, claims.copy().put("exp", claims.getLong("exp") + 7_200)));
  }

  @Test
  void anotherAudienceOrIssuerIsRefused() {
    isRefused(signed(HEADER, claims.copy().put("aud", "another")));
    isRefused(signed(HEADER, claims.copy().put("iss", "another")));
  }

  @Test
  void noOtherAlgorithmIsTaken() {
    isRefused(part(HEADER.copy().put("alg", "none")) + "." + part(claims) + ".");
    isRefused(signed(HEADER.copy().put("alg", "none"), claims));
    isRefused(signed(HEADER.copy().put("alg", "hs256"), claims));
    String longer = part(HEADER.copy().put("alg", "HS512")) + "." + part(claims);
    isRefused(longer + "." + signature("HmacSHA512", longer));
  }

  @Test
  void aKeyThatATokenBringsIsNotUsed() {
    JsonObject key =
        new JsonObject()
            .put("kty", "oct")
            .put("k", encode(ProgramFixture.secret("JWT_SECRET").getBytes(StandardCharsets.UTF_8)));

    isRefused(signed(HEADER.copy().put("jwk", key), claims));
    isRefused(signed(HEADER.copy().put("kid", "../../dev/null"), claims));
  }
}
