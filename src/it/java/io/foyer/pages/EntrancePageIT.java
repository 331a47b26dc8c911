package io.foyer.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import io.foyer.testing.Appointment;
import io.foyer.testing.Visitor;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the link of a meeting shows before, during and after it. */
@TestInstance(Lifecycle.PER_CLASS)
final class EntrancePageIT {
  @RegisterExtension
  final PageFixture fixture =
      PageFixture.open("page_entrance", Map.of("JITSI_URL", "https://jitsi.example"));

  private final Everybody everybody = new Everybody();

  /** A meeting with these times; its link's path. */
  private String link(String opensAt, String startsAt, String endsAt) {
    Appointment made = fixture.program().appointment();
    Visitor visitor = fixture.program().visitor();
    Assertions.assertThat(
            visitor.deliver("create", made.at(Instant.now().plus(Duration.ofDays(1)))).statusCode())
        .isEqualTo(204);
    await().until(() -> fixture.program().enriched(made));
    String id = Long.toString(made.id());
    set(id, opensAt, startsAt, endsAt);
    return "/j/" + fixture.program().database().text("SELECT id || join_secret" + where(id));
  }

  private void set(String id, String opensAt, String startsAt, String endsAt) {
    fixture
        .program()
        .database()
        .execute(
            "UPDATE meetings SET title = 'Review & <b>plans</b>', opens_at = now() + interval '%s',"
                    .formatted(opensAt)
                + " starts_at = now() + interval '%s', ends_at = now() + interval '%s'"
                    .formatted(startsAt, endsAt)
                + " WHERE origin_id = '%s'".formatted(id));
  }

  private static String where(String id) {
    return " FROM meetings WHERE origin_id = '" + id + "'";
  }

  @Test
  void thePageWaitsAndLetsInWhenTheRoomOpens() {
    String path = link("1 hour", "2 hours", "3 hours");

    try (Visit visit = fixture.visit()) {
      visit.page().clock().install(new Clock.InstallOptions());
      visit.to(path);
      assertThat(visit.at("h1")).hasText("Review & <b>plans</b>");
      assertThat(visit.at("#countdown")).containsText(":");
      assertThat(visit.at("main time")).hasCount(2);
      fine(visit);

      fixture
          .program()
          .database()
          .execute("UPDATE meetings SET opens_at = now() WHERE opens_at > now()");
      visit
          .page()
          .waitForRequest(
              "https://jitsi.example/**", () -> visit.page().clock().fastForward("01:00:05"));
    }
  }

  @Test
  void withoutScriptsThePageAsksAgainByItself() {
    HttpResponse<String> page = get(link("1 hour", "2 hours", "3 hours"));

    Assertions.assertThat(page.statusCode()).isEqualTo(200);
    Assertions.assertThat(page.body())
        .contains("<noscript><meta http-equiv=\"refresh\" content=\"60\"></noscript>")
        .contains("Review &amp; &lt;b&gt;plans")
        .contains("UTC</time>")
        .doesNotContain("{{");
    Assertions.assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
    Assertions.assertThat(get(link("10 seconds", "2 hours", "3 hours")).body())
        .containsPattern("content=\"([1-9]|10|11)\"></noscript>");
  }

  @Test
  void afterTheMeetingThePageSaysSo() {
    String path = link("-5 hours", "-4 hours", "-3 hours");

    try (Visit visit = fixture.visit()) {
      Response response = visit.page().navigate(visit.base() + path);

      Assertions.assertThat(response.status()).isEqualTo(410);
      assertThat(visit.at("main")).containsText("This meeting is over.");
      fine(visit);
    }
  }

  @Test
  void aLinkThatOpensNothingIsExplainedToPeopleAndToPrograms() {
    try (Visit visit = fixture.visit()) {
      Response response = visit.page().navigate(visit.base() + "/j/nothing");

      Assertions.assertThat(response.status()).isEqualTo(404);
      assertThat(visit.at("h1")).hasText("No such meeting");
      fine(visit);
    }
    HttpResponse<String> program = get("/j/nothing");
    Assertions.assertThat(program.statusCode()).isEqualTo(404);
    Assertions.assertThat(program.headers().firstValue("Content-Type"))
        .contains("application/problem+json");
  }

  private HttpResponse<String> get(String path) {
    return fixture.program().visitor().get(path);
  }

  private void fine(Visit visit) {
    for (int width : List.of(1280, 360)) {
      for (ColorScheme light : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
        visit.look(light, width);
        everybody.fine(visit, light + " " + width);
      }
    }
  }
}
