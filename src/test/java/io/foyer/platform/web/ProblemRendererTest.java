package io.foyer.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.Problem;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each kind of problem has one status and one shape. */
final class ProblemRendererTest {
  private final ErrorRenderer renderer = new ProblemRenderer();

  @Test
  void everyProblemHasItsStatus() {
    assertThat(renderer.problem(new Problem.Invalid("x", List.of())).status()).isEqualTo(400);
    assertThat(renderer.problem(new Problem.Denied("x")).status()).isEqualTo(401);
    assertThat(renderer.problem(new Problem.Forbidden("x")).status()).isEqualTo(403);
    assertThat(renderer.problem(new Problem.NotFound("x")).status()).isEqualTo(404);
    assertThat(renderer.problem(new Problem.Conflict("x")).status()).isEqualTo(409);
    assertThat(renderer.problem(new Problem.TooLarge("x", 7)).status()).isEqualTo(413);
    assertThat(renderer.problem(new Problem.TooMany("x", Duration.ZERO)).status()).isEqualTo(429);
    assertThat(renderer.problem(new Problem.Unavailable("x", Duration.ZERO)).status())
        .isEqualTo(503);
  }

  @Test
  void wrongFieldsAreListed() {
    PreparedResponse prepared =
        renderer.problem(
            new Problem.Invalid("Not so.", List.of(new Problem.Field("team.id", "is required"))));

    assertThat(prepared.contentType()).isEqualTo("application/problem+json");
    assertThat(prepared.body().toJsonObject())
        .isEqualTo(
            new JsonObject(
                """
                {"type": "about:blank", "title": "Bad Request", "status": 400, "detail": "Not so.",
                 "errors": [{"field": "team.id", "reason": "is required"}]}
                """));
  }

  @Test
  void aWaitIsNeverToldShorterThanItIs() {
    assertThat(retryAfter(Duration.ZERO)).isEqualTo("1");
    assertThat(retryAfter(Duration.ofMillis(1_001))).isEqualTo("2");
    assertThat(retryAfter(Duration.ofSeconds(30))).isEqualTo("30");
  }

  @Test
  void aPageShowsMarkupInADetailAsText() {
    PreparedResponse page =
        new ErrorPageRenderer().problem(new Problem.NotFound("<script>alert(1)</script>"));

    assertThat(page.status()).isEqualTo(404);
    assertThat(page.body().toString()).contains("&lt;script&gt;").doesNotContain("<script");
  }

  private String retryAfter(Duration wait) {
    return renderer
        .problem(new Problem.TooMany("x", wait))
        .headers()
        .getOrDefault("Retry-After", "");
  }
}
