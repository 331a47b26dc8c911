package io.foyer.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import io.foyer.ProgramFixture;
import io.foyer.testing.Appointment;
import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The front page of who is logged in: what comes next, what is unread, what needs attention. */
@TestInstance(Lifecycle.PER_CLASS)
final class HomePageIT {
  private static final String ROOMS = "/api/v2/chat/rooms";

  @RegisterExtension final PageFixture fixture = PageFixture.open("page_home");
  private final Everybody everybody = new Everybody();

  @Test
  void theNextMeetingHasItsPeopleAndTheWayIn() {
    Appointment booked = booked(Instant.now().plus(Duration.ofMinutes(40)));
    Somebody corrector = fixture.people().somebody();
    ok(
        fixture
            .people()
            .call(
                "PUT",
                "/api/v2/accounts/" + corrector.id() + "/identities/42",
                People.service(),
                new JsonObject().put("subject", booked.corrector())));

    try (Visit visit = fixture.visit().loggedIn(corrector.handle()).to("/")) {
      assertThat(visit.at("h1")).hasText("Welcome, " + corrector.handle());
      assertThat(visit.at(".meeting")).hasCount(1);
      booked.people().forEach(login -> assertThat(visit.at(".meeting")).containsText(login));
      assertThat(visit.at(".meeting .tag")).containsText("minutes");
      Assertions.assertThat(visit.at(".meeting a").getAttribute("href")).contains("/j/");
      assertThat(visit.at("#attention-title")).hasCount(0);
      fine(visit);
    }
  }

  private Appointment booked(Instant begin) {
    Appointment made = fixture.program().appointment();
    Assertions.assertThat(
            fixture.program().visitor().deliver("create", made.at(begin)).statusCode())
        .isEqualTo(204);
    await().until(() -> fixture.program().enriched(made));
    return made;
  }

  /** Also the focus stays where it is when the lists are drawn anew. */
  @Test
  void unreadRoomsAreCountedAndTheFocusStays() {
    Somebody reader = fixture.people().somebody();
    Somebody writer = fixture.people().somebody();
    String first = room(writer, reader);
    String second = room(writer, reader);
    write(writer, first);

    try (Visit visit = fixture.visit().loggedIn(reader.handle()).to("/")) {
      Locator link = visit.at("#home a[href$='" + first + "']");
      assertThat(link).containsText("1 unread");
      link.focus();
      write(writer, second);
      write(writer, second);

      visit.page().evaluate("document.dispatchEvent(new Event('visibilitychange'))");

      assertThat(visit.at("#home a[href$='" + second + "']")).containsText("2 unread");
      assertThat(visit.at("#home .list a").first()).containsText("2 unread");
      assertThat(link).isFocused();
      assertThat(visit.at("#home")).containsText("No meeting is booked.");
      link.click();
      assertThat(visit.at("#talk-title")).isVisible();
    }
  }

  private String room(Somebody owner, Somebody member) {
    String name = "room " + People.unused();
    HttpResponse<String> made =
        fixture.people().call("POST", ROOMS, owner.bearer(), new JsonObject().put("name", name));
    Assertions.assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    String id = People.json(made).getString("id");
    ok(fixture.people().call("PUT", ROOMS + "/" + id + "/members/me", member.bearer()));
    return id;
  }

  private void write(Somebody writer, String room) {
    ok(
        fixture
            .people()
            .call(
                "POST",
                ROOMS + "/" + room + "/messages",
                writer.bearer(),
                new JsonObject().put("text", "hello")));
  }

  private static void ok(HttpResponse<String> answer) {
    Assertions.assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  @Test
  void anAdminSeesWhatNeedsAttention() {
    try (Visit visit = admin().to("/")) {
      assertThat(visit.at("section:has(#attention-title)")).containsText("All parts work.");
      fixture
          .program()
          .database()
          .execute(
              "INSERT INTO quarantine (source, reason, headers, body)"
                  + " VALUES ('rabbitmq', 'no JSON', '{}', '')");

      visit.page().evaluate("document.dispatchEvent(new Event('visibilitychange'))");

      assertThat(visit.at("section:has(#attention-title)"))
          .containsText("Booking that could not be read");
      fine(visit);
    }
  }

  private Visit admin() {
    return fixture.visit().loggedIn("root", ProgramFixture.secret("ADMIN_PASSWORD"));
  }

  @Test
  void theBrochureIsForStrangersOnly() {
    try (Visit visit = fixture.visit().loggedIn(fixture.registered()).to("/")) {
      assertThat(visit.at("#home h1")).isVisible();
      assertThat(visit.at("#brochure")).hasCount(0);

      visit.logOut();

      assertThat(visit.at("#brochure h1")).isVisible();
      assertThat(visit.at("#home")).hasCount(0);
    }
  }

  @Test
  void onlyAdminsMayAskWhatNeedsAttentionOrMakeALink() {
    Somebody somebody = fixture.people().somebody();
    String link = "/api/v2/accounts/" + somebody.id() + "/password-resets";
    Assertions.assertThat(
            fixture.people().call("GET", "/api/v2/attention", somebody.bearer()).statusCode())
        .isEqualTo(403);
    Assertions.assertThat(fixture.people().call("POST", link, somebody.bearer()).statusCode())
        .isEqualTo(403);
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
