package io.foyer.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** People who talk by the chat page, on two nodes that share a database. */
@TestInstance(Lifecycle.PER_CLASS)
final class ChatPageIT {
  private static final String ROOMS = "/api/v2/chat/rooms";

  @RegisterExtension final PageFixture fixture = PageFixture.open("page_chat");
  private String there;

  @BeforeAll
  void second() throws Exception {
    there = fixture.secondNode();
  }

  private Talker somebody() {
    return Talker.enter(fixture.visit(), fixture.registered());
  }

  private Talker somebodyThere() {
    return Talker.enter(fixture.visitOf(there), fixture.registered());
  }

  private static String room() {
    return "room " + People.unused();
  }

  @Test
  void strangersAreAskedToLogInAndComeBack() {
    try (Visit visit = fixture.visit().to("/chat.html")) {
      visit.at("#enter").click();
      visit.logIn(fixture.registered(), People.PASSWORD);

      assertThat(visit.page()).hasURL(visit.base() + "/chat.html");
      assertThat(visit.at("#line-text")).hasText("Connected");
    }
  }

  @Test
  void twoBrowsersOnTwoNodesTalkInOneOrder() {
    String room = room();
    try (Talker ada = somebody().makes(room, "public");
        Talker bob = somebodyThere().joins(room)) {
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        ada.says("ada " + i);
        expected.add("ada " + i);
        assertThat(bob.words()).hasText(expected.toArray(String[]::new));
        bob.says("bob " + i);
        expected.add("bob " + i);
        assertThat(ada.words()).hasText(expected.toArray(String[]::new));
      }
      IntStream.range(0, 10).forEach(i -> ada.says("fast ada " + i));
      IntStream.range(0, 10).forEach(i -> bob.says("fast bob " + i));
      assertThat(ada.words()).hasCount(30);
      assertThat(bob.words()).hasCount(30);
      assertThat(bob.visit().at(".fate")).hasCount(0);

      Assertions.assertThat(ada.said()).isEqualTo(bob.said()).doesNotHaveDuplicates();
      ada.page().reload();
      assertThat(ada.words()).hasText(bob.said().toArray(String[]::new));
    }
  }

  @Test
  void whoWritesAndWhoIsThereIsShown() {
    String room = room();
    try (Talker ada = somebody().makes(room, "public");
        Talker bob = somebody().joins(room)) {
      assertThat(ada.visit().at("#people-switch")).hasText("2 people");
      assertThat(ada.person(bob.handle())).containsText("online");

      bob.visit().at("#text").pressSequentially("I am wri");
      assertThat(ada.visit().at("#typing")).hasText(bob.handle() + " is writing …");
      assertThat(bob.visit().at("#typing")).hasText("");
      bob.says("I am writing");
      assertThat(ada.visit().at("#typing")).hasText("");

      bob.page().navigate("about:blank");
      assertThat(ada.person(bob.handle())).containsText("offline");
    }
  }

  @Test
  void whatIsUnreadIsCountedUntilItIsSeenAlsoElsewhere() {
    String room = room();
    String other = room();
    try (Talker ada = somebody().makes(room, "public").makes(other, "public");
        Talker bob = somebody().joins(room).says("one").says("two")) {
      assertThat(ada.entry(room)).containsText("2 unread");
      assertThat(ada.page()).hasTitle("(2) " + other + " · Chat · Foyer");
      ada.page().reload();
      assertThat(ada.entry(room)).containsText("2 unread");

      ada.opens(room);

      assertThat(ada.visit().at(".new-row")).hasCount(1);
      assertThat(ada.entry(room)).not().containsText("unread");
      ada.opens(other);
      bob.says("three");
      assertThat(ada.entry(room)).containsText("1 unread");
      ada.opens(room);
      assertThat(ada.entry(room)).not().containsText("unread");
      await().until(() -> unreadOfOwner(room) == 0);
      ada.page().reload();
      ada.connected();
      assertThat(ada.entry(room)).not().containsText("unread");
    }
  }

  /** What the database says that the owner of a room has not read of it. */
  private long unreadOfOwner(String room) {
    return fixture
        .program()
        .database()
        .number(
            """
            SELECT h.last_seq - m.read_seq FROM rooms r JOIN room_heads h ON h.room_id = r.id
            JOIN members m ON m.room_id = r.id AND m.account_id = r.owner WHERE r.name = ?
            """,
            room);
  }

  @Test
  void aRoomByInvitationIsSeenByWhoIsInvitedOnly() {
    String room = room();
    try (Talker ada = somebody().makes(room, "invited").says("before");
        Talker bob = somebody()) {
      assertThat(bob.entry(room)).hasCount(0);

      ada.visit().button("Invite").click();
      ada.visit().at("#invite-handle").fill("nobodyatall");
      ada.visit().at("#invite-form button[type=submit]").click();
      assertThat(ada.visit().at("#invite-handle-wrong")).hasText("Nobody has this handle.");
      ada.visit().at("#invite-handle").fill(bob.handle());
      ada.visit().at("#invite-form button[type=submit]").click();
      assertThat(ada.visit().at(".message")).containsText("is invited");

      bob.joins(room);
      ada.says("after");
      assertThat(bob.words()).hasText(new String[] {"after"});
    }
  }

  @Test
  void whoLeavesHearsNothingMoreAndWhoIsTakenOutIsTold() {
    String room = room();
    try (Talker ada = somebody().makes(room, "public");
        Talker bob = somebodyThere().joins(room);
        Talker eve = somebody().joins(room)) {
      bob.visit().button("Leave").click();
      bob.visit().at("#sure-yes").click();
      assertThat(bob.visit().at("#no-room")).isVisible();
      assertThat(ada.visit().at("#messages")).containsText(bob.handle() + " left");

      ada.person(eve.handle()).hover();
      ada.person(eve.handle()).locator("button").click();
      ada.visit().at("#sure-yes").click();

      assertThat(eve.visit().at(".message")).containsText("You were removed from " + room);
      assertThat(eve.visit().at("#outsider")).isVisible();
      ada.says("alone");
      assertThat(ada.visit().at("#people-switch")).hasText("1 person");
      assertThat(eve.visit().at("#messages")).not().containsText("alone");
    }
  }

  @Test
  void aTopicIsSetAndAnArchivedRoomIsOnlyRead() {
    String room = room();
    try (Talker ada = somebody().makes(room, "public").says("kept");
        Talker bob = somebody().joins(room)) {
      assertThat(bob.visit().button("Topic")).isHidden();
      ada.visit().button("Topic").click();
      ada.visit().at("#topic-topic").fill("What we are here for");
      ada.visit().button("Save").click();
      assertThat(bob.visit().at("#talk-topic")).hasText("What we are here for");

      ada.visit().button("Archive").click();
      ada.visit().at("#sure-yes").click();

      assertThat(bob.visit().at("#composer")).isHidden();
      assertThat(bob.visit().at("#outsider-text")).containsText("archived");
      assertThat(bob.words()).hasText(new String[] {"kept"});
    }
  }

  @Test
  void aTakenNameAndARefusedTextAreSaidWhereTheyWereWritten() {
    String room = room();
    try (Talker ada = somebody().makes(room, "public")) {
      ada.visit().button("New room").click();
      ada.visit().at("#create-name").fill(room);
      ada.visit().button("Create").click();
      assertThat(ada.visit().at("#create-form .alert")).isVisible();
      ada.page().keyboard().press("Escape");

      ada.says("/stock=aapl").says("after it");
      assertThat(ada.visit().at(".fate.failed")).containsText("Not sent.");
      assertThat(ada.words()).hasCount(2);
      ada.visit().button("Discard").click();
      ada.sees("after it");
    }
  }

  @Test
  void aLongHistoryIsReadByScrollingAndThePageStaysSmall() {
    People people = fixture.people();
    Somebody writer = people.somebody();
    String name = room();
    String id = made(writer, name);
    for (int i = 1; i <= 400; i++) {
      if (i % 100 == 1) {
        writer = people.somebody(); // one person may not say as much
        joined(writer, id);
      }
      posted(writer, id, "line " + i);
    }
    try (Talker ada = somebody().joins(name)) {
      assertThat(ada.words().last()).hasText("line 400");
      ada.visit().at("#scroller").hover();
      for (int i = 0; i < 200 && ada.visit().at("#beginning").isHidden(); i++) {
        ada.page().mouse().wheel(0, -3_000);
        ada.page().waitForTimeout(50);
        Assertions.assertThat(ada.visit().at("#messages > li").count()).isLessThan(420);
      }
      assertThat(ada.words().first()).hasText("line 1");

      posted(writer, id, "line 401");
      assertThat(ada.visit().at("#newest")).hasText("1 new message");
      ada.visit().at("#newest").click();
      assertThat(ada.words().last()).hasText("line 401");
      List<String> shown = ada.said();
      Assertions.assertThat(shown).endsWith("line 399", "line 400", "line 401");
    }
  }

  private String made(Somebody owner, String name) {
    var answer =
        fixture.people().call("POST", ROOMS, owner.bearer(), new JsonObject().put("name", name));
    Assertions.assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return People.json(answer).getString("id");
  }

  private void joined(Somebody who, String room) {
    var answer = fixture.people().call("PUT", ROOMS + "/" + room + "/members/me", who.bearer());
    Assertions.assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }

  private void posted(Somebody who, String room, String text) {
    var answer =
        fixture
            .people()
            .call(
                "POST",
                ROOMS + "/" + room + "/messages",
                who.bearer(),
                new JsonObject().put("text", text));
    Assertions.assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
  }
}
