package io.foyer.chat.wire.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.testing.People.Somebody;
import io.foyer.testing.TcpProxy;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Talking over {@code /ws}, on two nodes; numbers are those of the old chat's checks. */
class TalkIT {
  private static TwoNodes nodes;

  @BeforeAll
  static void open() throws Exception {
    nodes = TwoNodes.open("chattalk", Map.of("CHAT_RATE", "0", "LIMITS_REQUESTS", "0"));
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

  private String roomOfBoth() {
    String room = nodes.rooms().made(ann);
    nodes.rooms().join(bob, room);
    return room;
  }

  @Test
  void twoPeopleOnTwoNodesHearEachOtherExactlyOnceAndInOrderThroughACut() throws Exception {
    String room = roomOfBoth();
    try (TcpProxy proxy = new TcpProxy("127.0.0.1", nodes.second().port());
        Chatter atFirst = nodes.at(nodes.first(), ann, Chatter.resume(room, 0))) {
      Chatter cut =
          Chatter.enter(
              nodes.program().vertx(), proxy.port(), bob.access(), Chatter.resume(room, 0));
      IntStream.range(0, 50).forEach(i -> atFirst.send(room, "a" + i, "ann " + i));
      IntStream.range(0, 50).forEach(i -> cut.send(room, "b" + i, "bob " + i));
      // two joins came before
      atFirst.eventsFrom(room, 1, 102);
      cut.eventsFrom(room, 1, 102);

      // Given a connection that is cut while sends are under way
      IntStream.range(50, 100).forEach(i -> cut.send(room, "b" + i, "bob " + i));
      proxy.cut();
      IntStream.range(50, 100).forEach(i -> atFirst.send(room, "a" + i, "ann " + i));
      cut.awaitClose();
      List<JsonObject> before = cut.events(room);
      cut.close();
      proxy.heal();

      // When he comes back, at the other node, and sends again what was not acknowledged
      try (Chatter back =
          nodes.at(
              nodes.first(),
              bob,
              Chatter.resume(room, before.isEmpty() ? 0 : before.getLast().getLong("seq")))) {
        List<String> acked =
            cut.heard("ack").stream().map(it -> it.getString("clientMsgId")).toList();
        IntStream.range(0, 100)
            .filter(i -> !acked.contains("b" + i))
            .forEach(i -> back.send(room, "b" + i, "bob " + i));

        // Then both have everything, once and in order
        List<JsonObject> all = atFirst.eventsFrom(room, 1, 202);
        await().until(() -> before.size() + back.events(room).size() >= 202);
        List<JsonObject> his = new java.util.ArrayList<>(before);
        his.addAll(back.events(room));
        assertThat(his).isEqualTo(all);
        assertThat(all.stream().map(it -> it.getString("clientMsgId")).filter(it -> it != null))
            .doesNotHaveDuplicates()
            .hasSize(200);
      }
    }
  }

  @Test
  void check10TheMakersOpenSocketsHearTheNewRoom() {
    try (Chatter open = nodes.at(nodes.second(), ann, Chatter.all())) {
      String room = nodes.rooms().made(ann);
      open.await("watching", it -> room.equals(it.getString("room")));
      JsonObject said = nodes.rooms().said(ann, room, "anybody here?");

      List<JsonObject> events = open.eventsFrom(room, 1, 2);
      assertThat(events.getFirst().getString("kind")).isEqualTo("join");
      assertThat(events.getLast().getString("id")).isEqualTo(said.getString("id"));
    }
  }

  @Test
  void whoLeavesHearsItOnceOnEachOfHisSocketsAndNothingAfterIt() {
    String room = roomOfBoth();
    try (Chatter one = nodes.at(nodes.first(), bob, Chatter.resume(room, 0));
        Chatter two = nodes.at(nodes.second(), bob, Chatter.resume(room, 0));
        Chatter stays = nodes.at(nodes.second(), ann, Chatter.resume(room, 0))) {
      one.eventsFrom(room, 1, 2);
      two.eventsFrom(room, 1, 2);

      nodes.rooms().leave(bob, room);
      IntStream.range(0, 5).forEach(i -> nodes.rooms().said(ann, room, "after him " + i));
      stays.eventsFrom(room, 1, 8);
      one.await("unwatched");
      two.await("unwatched");

      // What would come too late has come before the answer to these.
      for (Chatter each : List.of(one, two)) {
        each.say(new JsonObject().put("type", "ping").put("ref", "last"));
        each.answer("last");
        assertThat(each.heard("unwatched")).hasSize(1);
        assertThat(each.eventsFrom(room, 1, 3).getLast().getString("kind")).isEqualTo("leave");
      }
    }
  }

  @Test
  void check9And11WhoJoinsAtOneNodeHearsAtTheOtherAndNothingAfterHeLeft() {
    String room = nodes.rooms().made(ann);
    try (Chatter open = nodes.at(nodes.second(), bob, Chatter.all())) {
      nodes.rooms().join(bob, room);
      open.await("watching", it -> room.equals(it.getString("room")));
      nodes.rooms().said(ann, room, "welcome");
      assertThat(open.eventsFrom(room, 2, 3).getLast().getString("text")).isEqualTo("welcome");

      nodes.rooms().leave(bob, room);
      open.await("unwatched", it -> room.equals(it.getString("room")));
      JsonObject after = nodes.rooms().said(ann, room, "he is gone");
      String own = nodes.rooms().made(bob);
      open.await("watching", it -> own.equals(it.getString("room")));

      List<JsonObject> events = open.events(room);
      assertThat(events.getLast().getString("kind")).isEqualTo("leave");
      assertThat(events).noneMatch(it -> it.getString("id").equals(after.getString("id")));
    }
  }

  @Test
  void check13AMessageComesOnceToEachMember() {
    String room = roomOfBoth();
    try (Chatter first = nodes.at(nodes.first(), ann, Chatter.all());
        Chatter second = nodes.at(nodes.second(), bob, Chatter.all())) {
      first.await("watching");
      second.await("watching");
      Instant before = Instant.now();
      first.send(room, "m", "hello");
      JsonObject ack = first.answer("m");

      for (Chatter each : List.of(first, second)) {
        JsonObject event = each.eventsFrom(room, 3, 3).getFirst();
        assertThat(event.getString("id")).isEqualTo(ack.getString("id"));
        assertThat(event.getInteger("messageType")).isEqualTo(1);
        assertThat(event.getString("account")).isEqualTo(ann.id());
        assertThat(event.getString("text")).isEqualTo("hello");
        assertThat(Instant.parse(event.getString("at")))
            .isBetween(before.minusSeconds(5), Instant.now().plusSeconds(5));
      }
      first.send(room, "l", "https://example.org/");
      first.answer("l");
      assertThat(second.eventsFrom(room, 3, 4).getLast().getInteger("messageType")).isEqualTo(2);
    }
  }

  @Test
  void check28TheNewestFiftyForMembersAndNothingForOthers() {
    String room = nodes.rooms().made(ann);
    try (Chatter member = nodes.at(nodes.first(), ann, new JsonObject());
        Chatter stranger = nodes.at(nodes.first(), bob, new JsonObject())) {
      IntStream.range(0, 70).forEach(i -> member.send(room, "m" + i, "text " + i));
      member.answer("m69");
      member.say(history(room).put("ref", "h"));
      JsonObject answer = member.answer("h");
      assertThat(answer.getJsonArray("events")).hasSize(50);
      assertThat(answer.getLong("last")).isEqualTo(71);
      assertThat(answer.getJsonArray("events").getJsonObject(49).getLong("seq")).isEqualTo(71);

      stranger.say(history(room).put("ref", "h"));
      stranger.say(new JsonObject().put("type", "watch").put("room", room).put("ref", "w"));
      stranger.say(new JsonObject().put("type", "people").put("room", room).put("ref", "p"));
      stranger.send(room, "s", "let me in");
      for (String ref : List.of("h", "w", "p", "s")) {
        JsonObject refused = stranger.answer(ref);
        assertThat(refused.getString("type")).as(ref).isEqualTo("error");
        assertThat(refused.getString("code")).as(ref).isEqualTo("not_found");
      }
    }
  }

  private static JsonObject history(String room) {
    return new JsonObject().put("type", "history").put("room", room);
  }

  @Test
  void check30WhoPagesMissesAndRepeatsNothingWhileOthersPost() {
    String room = nodes.rooms().made(ann);
    try (Chatter writer = nodes.at(nodes.first(), ann, new JsonObject());
        Chatter reader = nodes.at(nodes.second(), ann, new JsonObject())) {
      IntStream.range(0, 120).forEach(i -> writer.send(room, "m" + i, "text " + i));
      writer.answer("m119");
      reader.say(history(room).put("limit", 1_000_000).put("ref", "all"));
      assertThat(reader.answer("all").getJsonArray("events").size()).isLessThanOrEqualTo(200);
      List<Long> seen = new java.util.ArrayList<>();
      long before = 122;
      while (before > 1) {
        String ref = "p" + before;
        reader.say(history(room).put("before", before).put("limit", 10).put("ref", ref));
        writer.send(room, "n" + before, "meanwhile");
        List<Long> page =
            reader.answer(ref).getJsonArray("events").stream()
                .map(it -> ((JsonObject) it).getLong("seq"))
                .toList();
        seen.addAll(page.reversed());
        before = page.getFirst();
      }
      assertThat(seen)
          .isEqualTo(IntStream.rangeClosed(1, 121).mapToObj(i -> (long) (122 - i)).toList());
    }
  }

  @Test
  void check37TheSameMessageThreeTimesIsOne() {
    String room = nodes.rooms().made(ann);
    try (Chatter first = nodes.at(nodes.first(), ann, Chatter.resume(room, 0));
        Chatter second = nodes.at(nodes.second(), ann, Chatter.resume(room, 0))) {
      first.send(room, "same", "once");
      JsonObject ack = first.answer("same");
      assertThat(ack.getBoolean("repeated")).isFalse();
      second.send(room, "same", "once");
      JsonObject again = second.answer("same");
      assertThat(again.getBoolean("repeated")).isTrue();
      assertThat(again.getString("id")).isEqualTo(ack.getString("id"));
      assertThat(again.getLong("seq")).isEqualTo(2);

      second.say(
          new JsonObject()
              .put("type", "send")
              .put("ref", "other")
              .put("room", room)
              .put("clientMsgId", "same")
              .put("text", "twice"));
      assertThat(second.answer("other").getString("code")).isEqualTo("conflict");
      first.send(room, "next", "and on");
      assertThat(second.eventsFrom(room, 1, 3).getLast().getString("text")).isEqualTo("and on");
    }
  }

  @Test
  void check38WhoWasAwayGetsWhatHeMissedOnceAndInOrder() {
    String room = roomOfBoth();
    Chatter gone = nodes.at(nodes.second(), bob, Chatter.resume(room, 0));
    gone.eventsFrom(room, 1, 2);
    gone.close();
    // More than the ring of a room holds, so that it is read from the log.
    for (int writer = 0; writer < 4; writer++) {
      try (Chatter each = nodes.at(nodes.first(), ann, new JsonObject())) {
        String name = "w" + writer + "-";
        IntStream.range(0, 175).forEach(i -> each.send(room, name + i, "text " + i));
        each.answer(name + 174);
      }
    }
    try (Chatter back = nodes.at(nodes.second(), bob, Chatter.resume(room, 2))) {
      back.eventsFrom(room, 3, 702);
    }
  }

  @Test
  void aReadPositionGoesToTheWelcome() {
    String room = roomOfBoth();
    try (Chatter open = nodes.at(nodes.first(), bob, new JsonObject())) {
      nodes.rooms().said(ann, room, "one");
      nodes.rooms().said(ann, room, "two");
      open.say(
          new JsonObject().put("type", "read").put("room", room).put("seq", 3).put("ref", "r"));
      assertThat(open.answer("r").getLong("seq")).isEqualTo(3);
    }
    try (Chatter again = nodes.at(nodes.second(), bob, new JsonObject())) {
      JsonObject mine = again.await("welcome").getJsonArray("rooms").getJsonObject(0);
      assertThat(mine.getString("room")).isEqualTo(room);
      assertThat(mine.getLong("seq")).isEqualTo(4);
      assertThat(mine.getLong("read")).isEqualTo(3);
      assertThat(mine.getInteger("unread")).isEqualTo(1);
    }
  }
}
