package io.foyer.feeds;

import static io.foyer.feeds.FollowStage.FEED;
import static io.foyer.feeds.FollowStage.SECRET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.chat.wire.plain.Chatter;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

/**
 * Feeds live on {@code /ws}, to those who keep up and to those who do not: st-chat's checks 20 and
 * 21.
 */
@TestInstance(Lifecycle.PER_CLASS)
class FollowIT {
  private final FollowStage stage;

  FollowIT(@TempDir Path folder) throws Exception {
    stage = new FollowStage("follow", folder);
  }

  @AfterAll
  void close() {
    stage.close();
  }

  private static JsonObject follow(String feed, OptionalLong after) {
    JsonObject frame = new JsonObject().put("type", "follow").put("ref", feed).put("feed", feed);
    after.ifPresent(number -> frame.put("after", number));
    return frame;
  }

  private Chatter enter(ProgramFixture.Node node) {
    return Chatter.enter(
        stage.program().vertx(), node.port(), stage.ann().access(), new JsonObject());
  }

  private static List<Long> numbers(Chatter chatter) {
    return chatter.heard("messages").stream()
        .flatMap(frame -> frame.getJsonArray("items").stream())
        .map(item -> ((JsonObject) item).getLong("number"))
        .toList();
  }

  private static void hears(Chatter chatter, long first, long last) {
    await().until(() -> chatter.status() != 0 || numbers(chatter).contains(last));
    assertThat(numbers(chatter)).containsExactlyElementsOf(FollowStage.numbers(first, last));
  }

  // 20
  @Test
  void whatWasAndWhatComesIsHeardOnceAndInOrderOnEachNode() {
    long before = stage.written(700, 200);
    try (Chatter here = enter(stage.first());
        Chatter there = enter(stage.second())) {
      here.say(follow(FEED, OptionalLong.of(before)));
      there.say(follow(FEED, OptionalLong.of(before + 300)));
      assertThat(here.answer(FEED))
          .isEqualTo(
              new JsonObject()
                  .put("type", "following")
                  .put("ref", FEED)
                  .put("feed", FEED)
                  .put("after", before));
      stage.written(500, 200);
      hears(here, before + 1, before + 1200);
      hears(there, before + 301, before + 1200);
      JsonObject item = here.heard("messages").getFirst().getJsonArray("items").getJsonObject(0);
      assertThat(item.getJsonObject("value").getString("match_title")).isEqualTo("<b>0");
    }
  }

  // 20
  @Test
  void whoComesBackHearsWhatFollows() {
    long before = stage.written(10, 10);
    long last;
    try (Chatter first = enter(stage.first())) {
      first.say(follow(FEED, OptionalLong.of(before)));
      stage.publish(50, 10);
      await().until(() -> numbers(first).size() >= 20);
      last = numbers(first).getLast();
    }
    await().until(() -> stage.head() == before + 60);
    stage.written(30, 10);
    try (Chatter again = enter(stage.second())) {
      again.say(follow(FEED, OptionalLong.of(last)));
      stage.written(5, 10);
      hears(again, last + 1, before + 95);
    }
  }

  @Test
  void withoutANumberWhatComesFromNowOnIsHeard() {
    long before = stage.written(3, 10);
    try (Chatter chatter = enter(stage.first())) {
      chatter.say(follow(FEED, OptionalLong.empty()));
      assertThat(chatter.answer(FEED).getLong("after")).isEqualTo(before + 3);
      stage.written(3, 10);
      hears(chatter, before + 4, before + 6);
      chatter.say(new JsonObject().put("type", "unfollow").put("ref", "u").put("feed", FEED));
      assertThat(chatter.answer("u").getString("type")).isEqualTo("unfollowed");
      stage.written(3, 10);
      chatter.say(new JsonObject().put("type", "ping").put("ref", "p"));
      chatter.answer("p");
      assertThat(numbers(chatter)).endsWith(before + 6);
    }
  }

  @Test
  void aNumberBeyondTheNewestIsToldSo() {
    long before = stage.written(1, 10);
    try (Chatter chatter = enter(stage.first())) {
      chatter.say(follow(FEED, OptionalLong.of(1_000_000_000)));
      assertThat(chatter.answer(FEED).getLong("after")).isEqualTo(before + 1);
    }
  }

  @Test
  void whatOneMayNotReadIsNotThere() {
    try (Chatter chatter = enter(stage.first())) {
      for (String feed : List.of(SECRET, "nothing", "x".repeat(300))) {
        chatter.say(follow(feed, OptionalLong.empty()).put("ref", "r" + feed.length()));
      }
      JsonObject secret = chatter.answer("r13");
      assertThat(secret.getString("code")).isEqualTo("not_found");
      assertThat(secret.getString("feed")).isEqualTo(SECRET);
      assertThat(chatter.answer("r7").getString("message")).isEqualTo(secret.getString("message"));
      assertThat(chatter.answer("r300").getString("code")).isEqualTo("invalid");
    }
  }

  // 21
  @Test
  void aSlowReaderIsFedFromTheLogWhenHeReadsAgain() {
    ProgramFixture.Node node = stage.second();
    long before = stage.head();
    long toldBefore = FollowStage.counted(node, "foyer_feeds_told_total");
    try (Chatter slow = enter(node)) {
      slow.say(follow(FEED, OptionalLong.of(before)));
      slow.answer(FEED);
      slow.deaf(true);
      stage.written(12_000, 1_000);
      await().until(() -> FollowStage.counted(node, "foyer_feeds_slow_total") >= 1);
      long told = FollowStage.counted(node, "foyer_feeds_told_total") - toldBefore;
      assertThat(told).as("what waits for him is bounded").isLessThan(11_000);
      slow.deaf(false);
      hears(slow, before + 1, before + 12_000);
      assertThat(FollowStage.counted(node, "foyer_feeds_pages_total")).isPositive();
    }
  }

  // 21
  @Test
  void whoTakesNothingForTooLongIsClosedAndResumes() {
    long before = stage.head();
    long last;
    try (Chatter slow = enter(stage.first())) {
      slow.say(follow(FEED, OptionalLong.of(before)));
      slow.answer(FEED);
      slow.deaf(true);
      stage.written(8_000, 1_500);
      await().until(() -> stage.counted("foyer_feeds_silent_total") >= 1);
      slow.deaf(false);
      slow.awaitClose();
      last = numbers(slow).isEmpty() ? before : numbers(slow).getLast();
      assertThat(last).isLessThan(before + 8_000);
    }
    try (Chatter again = enter(stage.first())) {
      again.say(follow(FEED, OptionalLong.of(last)));
      hears(again, last + 1, before + 8_000);
    }
  }
}
