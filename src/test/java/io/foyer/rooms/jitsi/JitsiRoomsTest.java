package io.foyer.rooms.jitsi;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.meetings.Participant;
import io.foyer.meetings.Participant.Email;
import io.foyer.platform.Ids;
import io.foyer.platform.config.Secret;
import io.foyer.rooms.jitsi.JitsiConfig.RoomNames;
import io.foyer.rooms.jitsi.JitsiRooms.User;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class JitsiRoomsTest {
  private static final String KEY = "an app secret of decent length: 0123456789";
  // The verifier judges by the real clock.
  private final Instant now = Instant.ofEpochSecond(Instant.now().getEpochSecond());
  private final Instant end = now.plus(Duration.ofMinutes(45));
  private static final Optional<User> NOBODY = Optional.empty();

  @Test
  void newNamesAreLongPlainAndNeverTheSame() {
    JitsiRooms rooms = open("https://meet.jit.si/", RoomNames.SECRET);

    List<String> names = IntStream.range(0, 10_000).mapToObj(i -> rooms.newRoomName()).toList();

    assertThat(names).allMatch(name -> name.matches("[a-z0-9-]{22,}"));
    assertThat(new HashSet<>(names)).hasSameSizeAs(names);
  }

  @Test
  void compatibleNamesAreThoseOf42Jitsi() {
    JitsiRooms rooms = open("https://meet.jit.si/", RoomNames.COMPATIBLE);

    assertThat(rooms.roomName("900101", people("evalice", "stu1", "stu2")))
        .contains("900101-evalice-stu1-stu2");
    assertThat(rooms.roomName("5", List.of())).contains("5-");
    assertThat(rooms.publicAddress("5-a")).contains(URI.create("https://meet.jit.si/5-a"));
  }

  @Test
  void noNameIsFixedWhereNamesAreSecret() {
    JitsiRooms rooms = open("https://meet.jit.si/", RoomNames.SECRET);

    assertThat(rooms.roomName("5", people("a"))).isEmpty();
    assertThat(rooms.publicAddress("name")).isEmpty();
  }

  @Test
  void aLinkIsTheServerAndTheNameAsOneSegment() {
    JitsiRooms plain = open("https://meet.example", RoomNames.SECRET);
    JitsiRooms tenant = open("https://meet.example/school/", RoomNames.SECRET);

    assertThat(plain.link("900101-evalice-stu1", end, NOBODY))
        .isEqualTo(URI.create("https://meet.example/900101-evalice-stu1"));
    assertThat(plain.link("5-a b/é?#", end, NOBODY))
        .isEqualTo(URI.create("https://meet.example/5-a%20b%2F%C3%A9%3F%23"));
    assertThat(tenant.link("room", end, NOBODY))
        .isEqualTo(URI.create("https://meet.example/school/room"));
  }

  @Test
  void aTokenIsAcceptedByAnIndependentVerifier() {
    User person = new User(Optional.of("p1"), Optional.of("Zoë \"Z\""), Optional.empty(), true);

    JsonObject claims = verified(guarded("https://Meet.Example/"), "RoomA", end, person);

    assertThat(claims.getString("aud")).isEqualTo("jitsi");
    assertThat(claims.getString("iss")).isEqualTo("my-app");
    assertThat(claims.getString("sub")).isEqualTo("meet.example");
    assertThat(claims.getString("room")).isEqualTo("rooma");
    assertThat(claims.getLong("iat")).isEqualTo(now.getEpochSecond());
    assertThat(claims.getLong("nbf")).isEqualTo(now.getEpochSecond() - 10);
    assertThat(claims.getLong("exp")).isEqualTo(end.getEpochSecond() + 3600);
    assertThat(claims.getJsonObject("context").getJsonObject("user"))
        .isEqualTo(
            new JsonObject()
                .put("id", "p1")
                .put("name", "Zoë \"Z\"")
                .put("affiliation", "owner")
                .put("moderator", true));
  }

  @Test
  void aTokenNamesItsAlgorithmAndType() {
    String token = token(guarded("https://meet.example/").link("room", end, NOBODY));

    byte[] header = Base64.getUrlDecoder().decode(token.substring(0, token.indexOf('.')));

    assertThat(new JsonObject(Buffer.buffer(header)))
        .isEqualTo(new JsonObject().put("alg", "HS256").put("typ", "JWT"));
  }

  @Test
  void aTokenStillAdmitsWhenTheMeetingRunsOver() {
    JitsiRooms rooms = guarded("https://meet.example/");
    Instant past = now.minus(Duration.ofHours(5));

    assertThat(claims(rooms.link("r", past, NOBODY)).getLong("exp"))
        .isEqualTo(now.getEpochSecond() + 3600);
  }

  @Test
  void aTokenOfATenantNamesTheTenantAndOfNobodyHasNoContext() {
    JsonObject claims = claims(guarded("https://meet.example/School/").link("room", end, NOBODY));

    assertThat(claims.getString("sub")).isEqualTo("school");
    assertThat(claims.containsKey("context")).isFalse();
  }

  private static List<Participant> people(String... keys) {
    return Stream.of(keys).map(key -> new Participant(key, "corrected", new Email.None())).toList();
  }

  private JitsiRooms open(String url, RoomNames names) {
    return rooms(new JitsiConfig(URI.create(url), names, Optional.empty(), Optional.empty(), "x"));
  }

  private JitsiRooms guarded(String url) {
    return rooms(
        new JitsiConfig(
            URI.create(url),
            RoomNames.SECRET,
            Optional.of("my-app"),
            Optional.of(Secret.of(KEY)),
            "jitsi"));
  }

  private JitsiRooms rooms(JitsiConfig config) {
    return new JitsiRooms(config, new Ids(), () -> now);
  }

  private static JsonObject verified(JitsiRooms rooms, String room, Instant end, User person) {
    String token = token(rooms.link(room, end, Optional.of(person)));
    Vertx vertx = Vertx.vertx();
    try {
      JWTAuth verifier =
          JWTAuth.create(
              vertx,
              new JWTAuthOptions()
                  .addPubSecKey(new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(KEY))
                  .setJWTOptions(new JWTOptions().setIssuer("my-app").addAudience("jitsi")));
      return verifier
          .authenticate(new TokenCredentials(token))
          .await(10, TimeUnit.SECONDS)
          .attributes()
          .getJsonObject("accessToken");
    } catch (TimeoutException e) {
      throw new AssertionError(e);
    } finally {
      vertx.close().await();
    }
  }

  private static String token(URI link) {
    assertThat(link.getQuery()).startsWith("jwt=");
    return link.getQuery().substring("jwt=".length());
  }

  private static JsonObject claims(URI link) {
    String payload = token(link).split("\\.")[1];
    return new JsonObject(
        new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8));
  }
}
