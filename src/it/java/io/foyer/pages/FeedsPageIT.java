package io.foyer.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.foyer.ProgramFixture;
import io.foyer.feeds.proto.ExecutionProto;
import io.foyer.feeds.proto.ExecutionProto.execution;
import io.foyer.testing.NatsServer;
import io.foyer.testing.People;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/** The page of the catalogue, in a real browser; each test has a feed of its own on a real NATS. */
@TestInstance(Lifecycle.PER_CLASS)
final class FeedsPageIT {
  private static final int KEPT = 200;
  private static final List<String> FEEDS =
      List.of("shown", "unread", "restarted", "refused", "paused", "long", "used");

  private final Everybody everybody = new Everybody();
  private NatsServer nats;
  private PageFixture fixture;
  private Connection publisher;

  @BeforeAll
  void open(@TempDir Path folder) throws Exception {
    nats = new NatsServer(folder);
    fixture =
        PageFixture.open(
            "page_feeds",
            Map.of("NATS_URL", nats.url().toString(), "FEEDS_DEFINITIONS", definitions(folder)));
    publisher = Nats.connect(nats.url().toString());
  }

  private static String definitions(Path folder) throws IOException {
    FileDescriptorSet executions =
        FileDescriptorSet.newBuilder().addFile(ExecutionProto.getDescriptor().toProto()).build();
    Files.write(folder.resolve("execution.desc"), executions.toByteArray());
    String message = execution.getDescriptor().getFullName();
    String all =
        FEEDS.stream()
            .map(
                feed ->
                    "{subject: %s, table: %1$s, descriptor: execution.desc, message: %s}"
                        .formatted(feed, message))
            .collect(joining(",", "[", "]"));
    return Files.writeString(folder.resolve("feeds.yml"), all).toString();
  }

  @AfterAll
  void close() throws Exception {
    if (publisher != null) {
      publisher.close();
    }
    if (fixture != null) {
      fixture.close();
    }
    if (nats != null) {
      nats.close();
    }
  }

  private static byte[] message(String symbol) {
    return execution
        .newBuilder()
        .setSymbol(symbol)
        .setMarket("market")
        .setPrice(1f)
        .setQuantity(2f)
        .setExecutionEpoch(3)
        .setStateSymbol("PA")
        .build()
        .toByteArray();
  }

  private void publish(String feed, byte[]... messages) throws Exception {
    long before = stored(feed, "count(*)");
    for (byte[] each : messages) {
      publisher.publish(feed, each);
    }
    await().until(() -> stored(feed, "count(*)") == before + messages.length);
  }

  /** A figure of the messages of a feed that the catalogue has. */
  private long stored(String feed, String figure) {
    return fixture
        .program()
        .database()
        .number(
            "SELECT %s FROM feed_messages WHERE feed = (SELECT id FROM feeds WHERE subject = ?)"
                .formatted(figure),
            feed);
  }

  private Visit admin() {
    return fixture
        .visit()
        .loggedIn("root", ProgramFixture.secret("ADMIN_PASSWORD"))
        .to("/feeds.html");
  }

  /** Symbols m1, m2, … as messages, from {@code first} on. */
  private static byte[][] messages(int first, int last) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(number -> message("m" + number))
        .toArray(byte[][]::new);
  }

  /** All that was published stands there once, the newest first. */
  private static void tailed(Visit visit, int first, int last) {
    assertThat(visit.at("#tail-rows td:nth-child(3)")).hasText(down(first, last, "m%d"));
    assertThat(visit.at("#tail-rows .number")).hasText(down(first, last, "%d"));
  }

  private static String[] down(int first, int last, String form) {
    return IntStream.rangeClosed(first, last)
        .mapToObj(number -> form.formatted(last - number + first))
        .toArray(String[]::new);
  }

  private Visit reader(String feed) {
    Visit visit = fixture.visit().loggedIn(fixture.registered()).to("/feeds.html#feed=" + feed);
    assertThat(visit.at("#tail-state")).hasText("live");
    return visit;
  }

  private static void choose(Visit visit, String feed) {
    visit
        .page()
        .getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(feed).setExact(true))
        .click();
  }

  /** As if the person came back to the tab: the page asks at once, and not four seconds later. */
  private static void comeBack(Visit visit) {
    visit.page().evaluate("document.dispatchEvent(new Event('visibilitychange'))");
  }

  @Test
  void feedsTheirPaceAndTheirMessagesAreShownAsText() throws Exception {
    publish("shown", message("<b>bold</b>"), message("second"));

    try (Visit visit = fixture.visit().loggedIn(fixture.registered()).to("/feeds.html")) {
      assertThat(visit.at("#feeds li")).hasCount(2 + FEEDS.size());
      choose(visit, "shown");
      assertThat(visit.at("#feed-title")).hasText("shown");
      assertThat(visit.at("#feeds li:has([aria-current])")).containsText("1 to 2");
      assertThat(visit.at("#feeds li:has([aria-current])")).containsText("2 messages");
      assertThat(visit.at("#chart rect")).hasCount(60);
      assertThat(visit.at("#chart-text")).containsText("2 messages in the last hour");
      assertThat(visit.at("#tail-rows tr")).hasCount(2);
      assertThat(visit.at("#tail-rows tr").nth(1)).containsText("<b>bold</b>");
      assertThat(visit.at("#tail-rows b")).hasCount(0);
      assertThat(visit.at("#csv")).hasAttribute("href", "/api/v2/feeds/shown/messages?format=csv");
      assertThat(visit.at("#quarantine")).isHidden();
      publish("shown", message("third"));
      assertThat(visit.at("#feeds li:has([aria-current])")).containsText("1 to 3");
    }
  }

  @Test
  void anAdminSeesTheBytesInQuarantineAndReplaysThem() throws Exception {
    publish("unread", "<b>no execution".getBytes(StandardCharsets.UTF_8), new byte[0]);

    try (Visit visit = admin()) {
      choose(visit, "unread");
      assertThat(visit.at("#quarantine-list > li")).hasCount(2);
      assertThat(visit.at("#quarantine-list .dump").first()).containsText("3c 62 3e 6e 6f 20");
      assertThat(visit.at("#quarantine-list .dump").first()).containsText("<b>no execution");
      assertThat(visit.at("#quarantine-list b")).hasCount(0);
      long first = stored("unread", "min(seq)");
      visit.button("Replay message " + first).click();
      assertThat(visit.at(".message")).containsText("One still cannot be read.");

      // As if the feed were described anew: from now on these bytes are a message of it.
      fixture
          .program()
          .database()
          .execute("UPDATE feed_messages SET payload = ? WHERE seq = ?", message("mended"), first);
      visit.button("Replay message " + first).click();
      assertThat(visit.at(".message")).containsText("1 message replayed.");
      assertThat(visit.at("#quarantine-list > li")).hasCount(1);
      assertThat(visit.at("#feeds li:has([aria-current])")).containsText("1 to 1");
      assertThat(visit.at("#tail-rows")).containsText("mended");
    }
  }

  @Test
  void theTailIsLiveAndGoesOnAfterARestartWithoutAGapOrARepetition() throws Exception {
    try (Visit visit = reader("restarted")) {
      assertThat(visit.at("#tail-empty")).isVisible();
      visit.page().evaluate("window.before = true");
      publish("restarted", messages(1, 5));
      tailed(visit, 1, 5);

      fixture.program().node().drain().run();
      assertThat(visit.at("#tail-state")).hasText("reconnecting …");
      for (byte[] each : messages(6, 60)) {
        publisher.publish("restarted", each);
      }
      publisher.flush(Duration.ofSeconds(10));
      fixture.program().node(Map.of());
      tailed(visit, 1, 60);
      publish("restarted", messages(61, 70));
      tailed(visit, 1, 70);
      assertThat(visit.at("#tail-state")).hasText("live");
      Assertions.assertThat(visit.page().evaluate("window.before")).isEqualTo(true);
    }
  }

  @Test
  void theTailIsTriedAgainAlsoWhereTheBrowserHasGivenUp() throws Exception {
    AtomicInteger refused = new AtomicInteger();
    try (Visit visit = fixture.visit().loggedIn(fixture.registered())) {
      Consumer<Route> once =
          route -> {
            if (refused.getAndIncrement() < 2) {
              route.fulfill(new Route.FulfillOptions().setStatus(502).setBody("a proxy's page"));
            } else {
              route.resume();
            }
          };
      visit.page().route("**/feeds/refused/messages?**", once);
      visit.page().route("**/feeds/refused/stream?**", once);
      visit.to("/feeds.html#feed=refused");
      assertThat(visit.at("#tail-state")).hasText("not live");
      comeBack(visit);
      visit.page().waitForCondition(() -> refused.get() >= 2);
      comeBack(visit);
      assertThat(visit.at("#tail-state")).hasText("live");
      publish("refused", messages(1, 3));
      tailed(visit, 1, 3);
      Assertions.assertThat(refused.get()).isGreaterThan(2);
    }
  }

  @Test
  void whatAPauseLeavesOutIsSaidAndTheTailIsBounded() throws Exception {
    publish("paused", messages(1, 2));
    try (Visit visit = reader("paused")) {
      tailed(visit, 1, 2);
      visit.button("Pause").click();
      publish("paused", messages(3, 152));
      comeBack(visit);
      assertThat(visit.at("#feeds li:has([aria-current])")).containsText("1 to 152");
      tailed(visit, 1, 2);
      visit.button("Go on").click();
      assertThat(visit.at("#tail-rows .left")).hasText("50 messages not shown here");
      assertThat(visit.at("#tail-rows tr")).hasCount(103);

      publish("paused", messages(153, 600));
      tailed(visit, 600 - KEPT + 1, 600);
    }
  }

  @Test
  void longTextsAreCutInTheTailAndWholeInTheDownload() throws Exception {
    String symbol = "long " + "x".repeat(900_000);
    publish("long", message(symbol));
    try (Visit visit = reader("long")) {
      assertThat(visit.at("#tail-rows td:nth-child(3)")).hasText("long " + "x".repeat(275) + "…");
      Download csv = visit.page().waitForDownload(() -> visit.at("#csv").click());
      Assertions.assertThat(csv.suggestedFilename()).isEqualTo("long.csv");
      Assertions.assertThat(csv.path()).content().hasLineCount(2).contains(symbol);
    }
  }

  @Test
  void aFeedThatIsNotThereIsSaidToBeMissing() {
    try (Visit visit =
        fixture.visit().loggedIn(fixture.registered()).to("/feeds.html#feed=secret")) {
      assertThat(visit.at("#wait")).hasText("There is no feed secret that you may read.");
      assertThat(visit.at("#feed-title")).hasText("sport_event");
    }
  }

  @Test
  void strangersAreAskedToLogInAndComeBack() {
    try (Visit visit = fixture.visit().to("/feeds.html")) {
      assertThat(visit.at("#fixture")).isHidden();
      visit.at("#enter").click();
      visit.logIn(fixture.registered(), People.PASSWORD);
      assertThat(visit.page()).hasURL(visit.base() + "/feeds.html");
      assertThat(visit.at("#feeds li")).hasCount(2 + FEEDS.size());
      assertThat(visit.at("#tail-empty")).isVisible();
      assertThat(visit.at("#chart-text")).hasText("No message in the last hour.");
    }
  }

  @Test
  void everybodyCanUseItInBothLightsAndOnAPhone() throws Exception {
    publish("used", message("a"), message("b"), "no execution".getBytes(StandardCharsets.UTF_8));
    fixture
        .program()
        .database()
        .execute(
            """
            WITH gap AS (INSERT INTO feed_gaps SELECT id, 7, 9 FROM feed_incarnations)
            UPDATE feed_incarnations SET gaps = 1, lost = 3
            """);

    try (Visit visit = admin()) {
      choose(visit, "used");
      assertThat(visit.at("#quarantine-list > li")).hasCount(1);
      assertThat(visit.at("#gap-list")).containsText("7 to 9 of stream FOYER");
      assertThat(visit.at("#chart rect")).hasCount(60);
      for (int width : List.of(1280, 360)) {
        for (ColorScheme light : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
          visit.look(light, width);
          everybody.fine(visit, light + " " + width);
        }
      }
    }
  }
}
