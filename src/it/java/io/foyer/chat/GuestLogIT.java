package io.foyer.chat;

import static io.foyer.testing.Futures.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.chat.ChatEvent.Kind;
import io.foyer.platform.Ids;
import io.foyer.platform.Problem;
import io.foyer.platform.web.Caller.Role;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Guests come and go once, in the order of the room, whatever becomes of their node. */
@TestInstance(Lifecycle.PER_CLASS)
class GuestLogIT {
  private final ChatNodes nodes = ChatNodes.open(1);
  private final Ids ids = new Ids();
  private final List<ChatEvent> told = new ArrayList<>();
  private final GuestLog log = new GuestLog(ids, nodes.database(), told::addAll, 200);
  private final String node = ids.next();
  private int names;

  GuestLogIT() {
    log.registerNode(node).await();
  }

  @AfterAll
  void close() {
    nodes.close();
  }

  private Guest guest(String room) {
    return guest(room, node, "Ann Field " + names++);
  }

  private Guest guest(String room, String keeper, String name) {
    return new Guest(ids.next(), keeper, room, name);
  }

  private String room() {
    return log.room("guests " + ids.next()).await();
  }

  private Guest in(String room) {
    Guest guest = guest(room);
    assertThat(log.enter(guest).await()).isPresent();
    return guest;
  }

  private List<String> lines(String room) {
    List<String> lines = new ArrayList<>();
    nodes
        .database()
        .query(
            "SELECT action, username, message FROM chat_log WHERE room_id = $1 ORDER BY seq",
            Tuple.of(room))
        .await()
        .forEach(row -> lines.add(row.getString("action") + " | " + row.getString("message")));
    return lines;
  }

  @Test
  void theLogKeepsWhatEachActionTrulyWas() {
    // Given
    String room = room();
    Guest guest = guest(room, node, "X".repeat(60));

    // When
    log.enter(guest).await();
    SendResult result = log.say(guest, "<b>hi</b>", "").await();
    log.exit(List.of(guest.session())).await();
    log.exit(List.of(guest.session())).await();

    // Then
    String name = guest.name();
    assertThat(result.seq()).isEqualTo(2);
    assertThat(lines(room))
        .containsExactly(
            "join | " + name + " joined chat.",
            "message | " + name + ": <b>hi</b>",
            "exit | " + name + " exited chat.");
    assertThat(nodes.events(room))
        .extracting(ChatEvent::kind)
        .containsExactly(Kind.JOIN, Kind.MESSAGE, Kind.EXIT);
    assertThat(told).containsAll(nodes.events(room));
  }

  @Test
  void aRoomIsMadeOnceAndItsGuestsAreOneMember() {
    String name = "guests " + ids.next();

    assertThat(log.room(name).await()).isEqualTo(log.room(name).await());
    assertThat(nodes.log().memberOf(GuestLog.GUESTS).await()).containsKey(log.room(name).await());
  }

  @Test
  void aRoomThatNeedsAnInvitationTakesNoGuests() {
    var owner = nodes.user();
    String closed = nodes.room(owner, ChatAccess.INVITED);
    String name = nodes.chat().room(owner, closed).await().name();

    assertThat(problem(log.room(name))).isInstanceOf(Problem.Conflict.class);
  }

  @Test
  void anArchivedRoomLetsNobodyIn() {
    // Given
    String room = room();
    Guest early = in(room);
    nodes.chat().archive(nodes.somebody(Role.ADMIN), room).await();

    // When
    Guest late = guest(room);
    Problem refused = problem(log.enter(late));
    log.exit(List.of(late.session(), early.session())).await();

    // Then
    assertThat(refused).isInstanceOf(Problem.Conflict.class);
    assertThat(nodes.events(room))
        .extracting(ChatEvent::kind)
        .containsExactly(Kind.JOIN, Kind.ARCHIVED, Kind.EXIT);
  }

  @Test
  void aRoomThatIsArchivedWhileGuestsComeLetsNobodyInAfterThat() {
    for (int i = 0; i < 10; i++) {
      String room = room();
      Future<Void> archived = nodes.chat().archive(nodes.somebody(Role.ADMIN), room);
      Future.join(IntStream.range(0, 8).mapToObj(n -> log.enter(guest(room))).toList())
          .otherwiseEmpty()
          .await();
      archived.await();

      assertThat(nodes.events(room)).last().extracting(ChatEvent::kind).isEqualTo(Kind.ARCHIVED);
    }
  }

  @Test
  void aNameIsHadByOneGuestAtATime() {
    String room = room();
    Guest first = in(room);
    Guest second = guest(room, node, first.name());

    boolean both = log.enter(second).await().isPresent();
    log.exit(List.of(first.session())).await();

    assertThat(both).isFalse();
    assertThat(log.enter(second).await()).isPresent();
  }

  @Test
  void whatIsSentAgainOnAnotherConnectionIsWrittenOnce() {
    // Given
    String room = room();
    Guest one = in(room);
    Guest two = in(room);
    List<Future<SendResult>> copies =
        IntStream.range(0, 10).mapToObj(i -> log.say(i % 2 == 0 ? one : two, "hi", "m1")).toList();

    // When
    List<SendResult> answers = copies.stream().map(it -> it.await()).toList();

    // Then
    assertThat(answers).extracting(SendResult::seq).containsOnly(3L);
    assertThat(nodes.events(room)).hasSize(3);
    assertThat(problem(log.say(two, "other", "m1"))).isInstanceOf(Problem.Conflict.class);
  }

  @Test
  void whatCannotBeTakenIsRefusedAndNothingIsWritten() {
    String room = room();
    Guest guest = in(room);

    for (String text : List.of("a\u0000b", "\ud800", "/stock=X", "y".repeat(201))) {
      assertThat(problem(log.say(guest, text, ""))).isInstanceOf(Problem.Invalid.class);
    }
    assertThat(problem(log.say(guest(room), "not in", ""))).isInstanceOf(Problem.Denied.class);
    assertThat(nodes.events(room)).hasSize(1);
  }

  @Test
  void theGuestsOfADeadNodeGoOnce() {
    // Given
    String room = room();
    String dead = ids.next();
    log.registerNode(dead).await();
    Guest lost = guest(room, dead, "Lost One");
    Guest other = guest(room, dead, "Lost Two");
    log.enter(lost).await();
    log.enter(other).await();
    Guest alive = in(room);
    nodes
        .database()
        .query(
            "UPDATE chat_nodes SET seen_at = now() - interval '11 s' WHERE node = $1",
            Tuple.of(dead))
        .await();

    // When
    Future.join(log.expireDeadNodes(), log.expireDeadNodes()).await();

    // Then
    assertThat(lines(room))
        .filteredOn(line -> line.startsWith("exit"))
        .containsExactlyInAnyOrder("exit | Lost One exited chat.", "exit | Lost Two exited chat.");
    assertThat(log.heartbeat(dead).await()).isFalse();
    assertThat(log.enter(guest(room, dead, "Late One")).await()).isEmpty();
    assertThat(problem(log.say(lost, "still here?", ""))).isInstanceOf(Problem.Denied.class);
    assertThat(log.say(alive, "yes", "").await().seq()).isEqualTo(6);
  }

  @Test
  void whoeverComesTalksAndGoesAtOnceLeavesNoGap() {
    // Given
    String room = room();

    // When
    List<Future<Void>> all =
        IntStream.range(0, 60)
            .mapToObj(
                i -> {
                  Guest guest = guest(room);
                  return log.enter(guest)
                      .compose(in -> log.say(guest, "a", "c" + i))
                      .compose(said -> log.exit(List.of(guest.session())));
                })
            .toList();
    all.forEach(it -> it.await());

    // Then
    assertThat(nodes.events(room))
        .extracting(ChatEvent::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 180).boxed().toList());
  }
}
