package io.foyer.chat;

import static io.foyer.testing.Futures.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.Problem;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Caller.Role;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A message is written once, numbered without a gap, and its sender is told where it is. */
@TestInstance(Lifecycle.PER_CLASS)
class SendIT {
  private static final Optional<String> UNNAMED = Optional.empty();

  private final ChatNodes nodes = ChatNodes.open(2);
  private final ChatService chat = nodes.chat();
  private final Caller ann = nodes.user();

  @AfterAll
  void close() {
    nodes.close();
  }

  @Test
  void aMessageFollowsTheOwnersComing() {
    String room = nodes.room(ann);

    SendResult result = chat.send(ann, room, Optional.of("m1"), "https://x").await();

    assertThat(result.seq()).isEqualTo(2);
    assertThat(result.repeated()).isFalse();
    assertThat(nodes.events(room))
        .last()
        .isEqualTo(
            new ChatEvent(
                room,
                2,
                result.id(),
                ChatEvent.Kind.MESSAGE,
                ann.account(),
                "",
                2,
                "https://x",
                "m1",
                result.at()));
  }

  @Test
  void aMessageIsInTheDatabaseBeforeAnybodyHearsOfIt() {
    // Given a chat that looks, as soon as it is told, by another connection
    List<Future<Long>> found = new CopyOnWriteArrayList<>();
    ChatService looking =
        nodes.telling(
            events ->
                events.forEach(
                    event ->
                        found.add(
                            nodes
                                .database()
                                .query(
                                    "SELECT seq FROM chat_events WHERE id = $1",
                                    Tuple.of(event.id()))
                                .map(rows -> rows.size() == 0 ? -1L : event.seq()))));
    String room = nodes.room(ann);

    // When
    List<SendResult> sent =
        IntStream.range(0, 50)
            .mapToObj(i -> looking.send(ann, room, Optional.of("before" + i), "text"))
            .toList()
            .stream()
            .map(it -> it.await())
            .toList();

    // Then
    assertThat(found.stream().map(it -> it.await()).sorted())
        .containsExactlyElementsOf(sent.stream().map(SendResult::seq).sorted().toList());
  }

  @Test
  void whatIsSentAgainGetsTheFirstAnswerOnEveryNode() {
    String room = nodes.room(ann);
    SendResult first = chat.send(ann, room, Optional.of("m1"), "hi").await();

    for (ChatService node : List.of(chat, nodes.node(1))) {
      assertThat(node.send(ann, room, Optional.of("m1"), "hi").await())
          .isEqualTo(new SendResult(first.id(), first.seq(), first.at(), true));
    }
    assertThat(nodes.events(room)).hasSize(2);
  }

  @Test
  void whatIsSentAtOnceFromEverywhereIsWrittenOnce() {
    String room = nodes.room(ann);
    List<Future<SendResult>> copies =
        IntStream.range(0, 20)
            .mapToObj(i -> nodes.node(i % 2).send(ann, room, Optional.of("m1"), "hi"))
            .toList();

    List<SendResult> answers = copies.stream().map(each -> each.await()).toList();

    assertThat(answers).extracting(SendResult::id).containsOnly(answers.getFirst().id());
    assertThat(answers).filteredOn(answer -> !answer.repeated()).hasSize(1);
    assertThat(nodes.events(room)).hasSize(2);
  }

  @Test
  void anotherTextUnderTheSameNameIsRefused() {
    String room = nodes.room(ann);
    chat.send(ann, room, Optional.of("m1"), "hi").await();

    assertThat(problem(chat.send(ann, room, Optional.of("m1"), "ho")))
        .isInstanceOf(Problem.Conflict.class);
    assertThat(nodes.events(room)).hasSize(2);
  }

  @Test
  void aNameIsTheSendersOwnAndTheRooms() {
    Caller bob = nodes.user();
    String room = nodes.room(ann);
    String other = nodes.room(ann);
    chat.join(bob, room).await();
    chat.send(ann, room, Optional.of("m1"), "hi").await();

    assertThat(chat.send(bob, room, Optional.of("m1"), "ho").await().seq()).isEqualTo(4);
    assertThat(chat.send(ann, other, Optional.of("m1"), "ho").await().seq()).isEqualTo(2);
  }

  @Test
  void theFirstAnswerOutlivesTheMessageAndTheMembership() throws Exception {
    Caller bob = nodes.user();
    String room = nodes.room(ann);
    chat.join(bob, room).await();
    SendResult first = chat.send(bob, room, Optional.of("m1"), "hi").await();
    chat.leave(bob, room).await();
    chat.archive(ann, room).await();
    nodes.fresh().execute("DELETE FROM chat_events WHERE room_id = '%s'".formatted(room));

    assertThat(chat.send(bob, room, Optional.of("m1"), "hi").await())
        .isEqualTo(new SendResult(first.id(), first.seq(), first.at(), true));
    assertThat(problem(chat.send(bob, room, Optional.of("m2"), "hi")))
        .isInstanceOf(Problem.NotFound.class);
  }

  @Test
  void withoutANameEachIsAMessage() {
    String room = nodes.room(ann);

    assertThat(chat.send(ann, room, UNNAMED, "hi").await().seq()).isEqualTo(2);
    assertThat(chat.send(ann, room, UNNAMED, "hi").await().seq()).isEqualTo(3);
  }

  @Test
  void strangersAndRoomsThatAreNotThereGetOneAnswer() {
    String room = nodes.room(ann);
    Problem stranger = problem(chat.send(nodes.user(), room, UNNAMED, "hi"));

    assertThat(stranger).isInstanceOf(Problem.NotFound.class);
    for (String nowhere : List.of("0".repeat(24), "x", "", "\u0000", "' OR 1=1")) {
      assertThat(problem(chat.send(ann, nowhere, UNNAMED, "hi"))).isEqualTo(stranger);
    }
  }

  @Test
  void aBotSpeaksWhereItIsNoMember() {
    String room = nodes.room(ann);

    Caller bot = nodes.somebody(Role.BOT);
    assertThat(chat.send(bot, room, UNNAMED, "beep").await().seq()).isEqualTo(2);
    assertThat(problem(chat.send(bot, "0".repeat(24), UNNAMED, "beep")))
        .isInstanceOf(Problem.NotFound.class);
  }

  @Test
  void anArchivedRoomTakesNothingNew() {
    String room = nodes.room(ann);
    chat.archive(ann, room).await();

    assertThat(problem(chat.send(ann, room, UNNAMED, "hi"))).isInstanceOf(Problem.Conflict.class);
    assertThat(nodes.events(room))
        .last()
        .extracting(ChatEvent::kind)
        .isEqualTo(ChatEvent.Kind.ARCHIVED);
  }

  @Test
  void aTextThatCannotBeSaidIsRefusedBeforeTheRoomIsLookedAt() {
    assertThat(problem(chat.send(ann, "x", Optional.of(""), "/hello=Ann")))
        .isInstanceOfSatisfying(
            Problem.Invalid.class,
            it ->
                assertThat(it.fields())
                    .extracting(Problem.Field::path)
                    .containsExactly("text", "clientMsgId"));
  }

  @Test
  void oneBadMessageDoesNotHarmItsNeighbours() {
    String room = nodes.room(ann);
    Caller stranger = nodes.user();
    List<Future<SendResult>> sends = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      Caller sender = i % 3 == 0 ? stranger : ann;
      sends.add(chat.send(sender, room, Optional.of("m" + i), "hi " + i));
    }

    for (int i = 0; i < 30; i++) {
      if (i % 3 == 0) {
        problem(sends.get(i));
      } else {
        assertThat(sends.get(i).await().repeated()).isFalse();
      }
    }
    assertThat(nodes.events(room))
        .extracting(ChatEvent::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 21).boxed().toList());
  }

  @Test
  void whatWasAcknowledgedHadBeenAnnouncedAndCommitted() {
    String room = nodes.room(ann);
    Future<List<Long>> seen =
        chat.send(ann, room, UNNAMED, "hi")
            .map(
                result ->
                    nodes.announced().stream()
                        .filter(event -> event.room().equals(room))
                        .map(ChatEvent::seq)
                        .toList());

    assertThat(seen.await()).containsExactly(1L, 2L);
    assertThat(nodes.log().latestSeqs(List.of(room, "0".repeat(24))).await())
        .containsOnlyKeys(room)
        .containsValue(2L);
  }
}
