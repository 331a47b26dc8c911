package io.foyer.chat.wire.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.testing.NodeCounter;
import io.foyer.testing.OnRedis;
import io.foyer.testing.People.Somebody;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Who is there, who types and which rooms are new, on two nodes of a cluster; numbers are the old
 * chat's checks.
 */
class PeopleIT {
  private static TwoNodes nodes;

  @BeforeAll
  static void open() throws Exception {
    Map<String, String> settings = new HashMap<>(OnRedis.settings());
    settings.put("LIMITS_REQUESTS", "0");
    nodes = TwoNodes.open("chatpeople", settings);
  }

  private static Somebody somebody() {
    return nodes.people().somebody();
  }

  @AfterAll
  static void close() {
    nodes.close();
  }

  private final Somebody ann = somebody();
  private final Somebody bob = somebody();
  private final String room = roomOfBoth();

  private String roomOfBoth() {
    String made = nodes.rooms().made(ann);
    nodes.rooms().join(bob, made);
    return made;
  }

  private JsonObject frame(String type) {
    return new JsonObject().put("type", type).put("room", room);
  }

  private Chatter watcher() {
    Chatter chatter = nodes.at(nodes.first(), ann, Chatter.all());
    chatter.await("watching");
    chatter.say(frame("people").put("ref", "p"));
    chatter.answer("p");
    return chatter;
  }

  private static List<String> news(Chatter chatter, Somebody of) {
    return chatter.heard("presence").stream()
        .filter(it -> of.id().equals(it.getString("account")))
        .map(it -> it.getString("state"))
        .toList();
  }

  @Test
  void check31TypingReachesOtherMembersAndEndsByItself() {
    Somebody eve = nodes.people().somebody();
    try (Chatter watcher = watcher();
        Chatter writer = nodes.at(nodes.second(), bob, Chatter.all());
        Chatter same = nodes.at(nodes.first(), bob, Chatter.all());
        Chatter stranger = nodes.at(nodes.first(), eve, Chatter.all())) {
      writer.await("watching");
      same.await("watching");
      stranger.say(frame("typing").put("on", true));
      writer.say(frame("typing").put("on", true));

      JsonObject typing = watcher.await("typing");
      assertThat(typing.getString("account")).isEqualTo(bob.id());
      assertThat(typing.getString("room")).isEqualTo(room);
      assertThat(typing.getBoolean("on")).isTrue();
      await().until(() -> watcher.heard("typing").stream().anyMatch(it -> !it.getBoolean("on")));
      assertThat(watcher.heard("typing")).allMatch(it -> bob.id().equals(it.getString("account")));
      assertThat(writer.heard("typing")).isEmpty();
      assertThat(same.heard("typing")).isEmpty();
      assertThat(stranger.heard("typing")).isEmpty();
    }
  }

  @Test
  void check32And34OnlineWithTheFirstConnectionOfflineWithTheLast() {
    try (Chatter watcher = watcher()) {
      Chatter first = nodes.at(nodes.first(), bob, Chatter.all());
      await().until(() -> news(watcher, bob).equals(List.of("online")));
      Chatter second = nodes.at(nodes.second(), bob, Chatter.all());
      second.await("watching");
      second.say(new JsonObject().put("type", "people").put("room", room).put("ref", "now"));
      assertThat(second.answer("now").getJsonArray("people"))
          .extracting(it -> ((JsonObject) it).getString("account"))
          .contains(ann.id(), bob.id());

      first.close();
      second.say(new JsonObject().put("type", "away").put("away", true));
      await().until(() -> news(watcher, bob).equals(List.of("online", "away")));
      second.close();
      await().until(() -> news(watcher, bob).equals(List.of("online", "away", "offline")));
    }
  }

  /** Which of these rooms somebody was told of, as often as he was. */
  private static List<String> newRooms(Chatter chatter, String... rooms) {
    return chatter.heard("chatroom").stream()
        .map(it -> it.getString("room"))
        .filter(List.of(rooms)::contains)
        .toList();
  }

  @Test
  void check1EverybodyHearsOfAPublicRoomOnceAndOfAnotherOnlyWhoIsInvited() {
    Somebody eve = somebody();
    try (Chatter stranger = nodes.at(nodes.second(), eve, new JsonObject());
        Chatter near = nodes.at(nodes.first(), bob, Chatter.all());
        Chatter far = nodes.at(nodes.second(), bob, Chatter.all())) {
      // When
      String secret = nodes.rooms().made(ann, "invited");
      nodes.rooms().invite(ann, secret, bob);
      nodes.rooms().invite(ann, secret, bob);
      String open = nodes.rooms().made(ann);
      String last = nodes.rooms().made(ann);

      // Then
      JsonObject news = stranger.await("chatroom", it -> open.equals(it.getString("room")));
      assertThat(news.getString("owner")).isEqualTo(ann.id());
      assertThat(news.getString("access")).isEqualTo("public");
      assertThat(news.getInteger("members")).isEqualTo(1);
      for (Chatter each : List.of(stranger, near, far)) {
        each.await("chatroom", it -> last.equals(it.getString("room")));
      }
      assertThat(newRooms(stranger, secret, open)).containsExactly(open);
      assertThat(newRooms(near, secret, open)).containsExactlyInAnyOrder(secret, open);
      assertThat(newRooms(far, secret, open)).containsExactlyInAnyOrder(secret, open);
    }
  }

  /** Without the bus a node finds what it missed by a sweep, and reads it from the log. */
  @Test
  void messagesGoAroundTheClusterWithoutTheLog() {
    NodeCounter read =
        new NodeCounter("foyer_chat_catchups_total", nodes.second().managementPort());
    try (Chatter here = nodes.at(nodes.first(), ann, Chatter.resume(room, 2));
        Chatter there = nodes.at(nodes.second(), bob, Chatter.resume(room, 2))) {
      there.await("watching");
      AtomicInteger sent = new AtomicInteger();
      AtomicInteger pushed = new AtomicInteger();
      await("twenty messages come by the bus")
          .pollInSameThread()
          .pollInterval(Duration.ofMillis(1))
          .until(
              () -> {
                String id = "m" + sent.incrementAndGet();
                boolean fromBus = read.unmovedBy(() -> says(here, there, id));
                return fromBus && pushed.incrementAndGet() == 20;
              });
      there.eventsFrom(room, 3, 2 + sent.get());
    }
  }

  private void says(Chatter here, Chatter there, String id) {
    here.send(room, id, "text");
    there.await("events", it -> it.encode().contains("\"" + id + "\""));
  }
}
