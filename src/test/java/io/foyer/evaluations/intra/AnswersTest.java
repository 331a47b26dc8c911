package io.foyer.evaluations.intra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.evaluations.intra.IntraFailure.Unavailable;
import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the intranet's answers mean. */
class AnswersTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @Test
  void aTokenIsRenewedTenSecondsBeforeItsEnd() {
    assertThat(token(NOW.minusSeconds(60).getEpochSecond(), 7200).renewAt())
        .isEqualTo(NOW.plusSeconds(7200 - 60 - 10));
  }

  @Test
  void aTokenWithoutCreationLivesFromItsArrival() {
    JsonObject answer = new JsonObject().put("access_token", "t").put("expires_in", 100);

    assertThat(Token.parse(answer, NOW).renewAt()).isEqualTo(NOW.plusSeconds(90));
  }

  @Test
  void aShortTokenIsRenewedAtHalfItsLife() {
    assertThat(token(NOW.getEpochSecond(), 6).renewAt()).isEqualTo(NOW.plusSeconds(3));
  }

  @Test
  void aTokenThatSeemsOldOnArrivalIsNotRenewedForEveryCall() {
    assertThat(token(NOW.minusSeconds(9_000).getEpochSecond(), 7200).renewAt())
        .isEqualTo(NOW.plusSeconds(3600));
  }

  @Test
  void aTokenFromTheFutureLivesNoLongerThanItSays() {
    assertThat(token(NOW.plusSeconds(9_000).getEpochSecond(), 100).renewAt())
        .isEqualTo(NOW.plusSeconds(90));
  }

  @Test
  void aTokenDoesNotPrint() {
    assertThat(token(NOW.getEpochSecond(), 100).toString()).doesNotContain("s3cr3t");
    assertThat(token(NOW.getEpochSecond(), 100).authorization()).isEqualTo("Bearer s3cr3t");
  }

  private static Token token(long createdAt, long expiresIn) {
    return Token.parse(
        new JsonObject()
            .put("access_token", "s3cr3t")
            .put("token_type", "bearer")
            .put("created_at", createdAt)
            .put("expires_in", expiresIn),
        NOW);
  }

  @Test
  void retryAfterIsSecondsOrADateWithinBounds() {
    assertThat(retryAfter("7")).contains(Duration.ofSeconds(7));
    assertThat(retryAfter("0")).contains(Duration.ofMillis(250));
    assertThat(retryAfter("Sat, 21 Nov 2026 12:00:30 GMT")).contains(Duration.ofSeconds(30));
    assertThat(retryAfter("Sat, 21 Nov 2026 11:00:00 GMT")).contains(Duration.ofMillis(250));
    assertThat(retryAfter("999999999999999999")).contains(Duration.ofHours(1));
    assertThat(retryAfter("soon")).isEmpty();
    assertThat(retryAfter("-1")).isEmpty();
    assertThat(RetryAfter.in(MultiMap.caseInsensitiveMultiMap(), NOW)).isEmpty();
  }

  private static Optional<Duration> retryAfter(String value) {
    return RetryAfter.in(MultiMap.caseInsensitiveMultiMap().add("Retry-After", value), NOW);
  }

  @Test
  void theNextPageIsTheQueryOfTheLinkCalledNext() {
    assertThat(link("<https://a/b?page=1>; rel=\"prev\", <https://a/b?page=3&x=y>; rel=\"next\""))
        .contains("page=3&x=y");
    assertThat(link("</b?page=2>; rel=next")).contains("page=2");
    assertThat(link("<https://evil/?q=1#frag>; title=\"t\"; rel=\"next\"")).contains("q=1");
    assertThat(link("<https://a/b?page=1>; rel=\"last\"")).isEmpty();
    assertThat(link("<https://a/b?page=1>; rel=\"nextish\"")).isEmpty();
    assertThat(link("<https://a/b>; rel=\"next\"")).isEmpty();
    assertThat(link("rubbish")).isEmpty();
  }

  private static Optional<String> link(String value) {
    return NextPage.query(MultiMap.caseInsensitiveMultiMap().add("Link", value));
  }

  @Test
  void theCorrectorIsKnownHiddenOrNobody() {
    assertThat(corrector(scaleTeam().put("user", person("eva"))))
        .isEqualTo(new Corrector.Known("eva"));
    assertThat(corrector(scaleTeam().put("corrector", person("eva")).put("user", person("x"))))
        .isEqualTo(new Corrector.Known("eva"));
    assertThat(corrector(scaleTeam().put("corrector", "invisible")))
        .isEqualTo(new Corrector.Hidden());
    assertThat(corrector(scaleTeam())).isEqualTo(new Corrector.None());
    assertThat(corrector(scaleTeam().putNull("corrector").put("user", new JsonObject())))
        .isEqualTo(new Corrector.None());
  }

  @Test
  void anEvaluationWithWrongPartsIsMalformed() {
    for (JsonObject wrong :
        new JsonObject[] {
          scaleTeam().put("id", 43),
          scaleTeam().put("id", "42"),
          scaleTeam().put("id", 42.0),
          scaleTeam().putNull("team"),
          scaleTeam().put("team", new JsonObject()),
          scaleTeam().putNull("begin_at"),
          scaleTeam().put("begin_at", "tomorrow"),
          scaleTeam().put("updated_at", "then"),
          scaleTeam().put("corrector", 5)
        }) {
      assertThatThrownBy(() -> ScaleTeams.parse(wrong, 42))
          .as(wrong.encode())
          .isInstanceOf(Unavailable.class);
    }
  }

  private static Corrector corrector(JsonObject answer) {
    return ScaleTeams.parse(answer, 42).corrector();
  }

  private static JsonObject scaleTeam() {
    return new JsonObject()
        .put("id", 42)
        .put("begin_at", "2026-12-01 14:30:00 UTC")
        .put("team", new JsonObject().put("id", 7));
  }

  private static JsonObject person(String login) {
    return new JsonObject().put("login", login);
  }
}
