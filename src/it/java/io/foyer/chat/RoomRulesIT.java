package io.foyer.chat;

import static io.foyer.testing.Futures.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.chat.ChatEvent.Kind;
import io.foyer.chat.History.Part;
import io.foyer.chat.MemberPage.Member;
import io.foyer.platform.Problem;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Caller.Role;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** Who may come, who must go, who sees what. */
@TestInstance(Lifecycle.PER_CLASS)
class RoomRulesIT {
  private final ChatNodes nodes = ChatNodes.open(1);
  private final ChatService chat = nodes.chat();
  private final Caller ann = nodes.user();
  private final Caller bob = nodes.user();
  private final Caller root = nodes.somebody(Role.ADMIN);

  @AfterAll
  void close() {
    nodes.close();
  }

  private List<Kind> kinds(String room) {
    return nodes.events(room).stream().map(ChatEvent::kind).toList();
  }

  private static void hidden(Future<?> asked) {
    assertThat(problem(asked)).isInstanceOf(Problem.NotFound.class);
  }

  private static void forbidden(Future<?> asked) {
    assertThat(problem(asked)).isInstanceOf(Problem.Forbidden.class);
  }

  @Test
  void aRoomBeginsWithItsOwnerAsItsOnlyMember() {
    Room made = chat.create(ann, "  Hall ", "all of it", ChatAccess.PUBLIC).await();

    assertThat(made.name()).isEqualTo("Hall");
    assertThat(made.topic()).isEqualTo("all of it");
    assertThat(made.owner()).isEqualTo(ann.account());
    assertThat(made.members()).isEqualTo(1);
    assertThat(made.lastSeq()).isEqualTo(1);
    assertThat(made.standing()).contains(new Room.MembershipState(1, 1, 0));
    assertThat(kinds(made.id())).containsExactly(Kind.JOIN);
    assertThat(problem(chat.create(bob, "Hall", "", ChatAccess.INVITED)))
        .isInstanceOf(Problem.Conflict.class);
    assertThat(chat.create(bob, "hall", "", ChatAccess.PUBLIC).await().name()).isEqualTo("hall");
  }

  @Test
  void comingAndGoingTwiceIsOneEventEach() {
    String room = nodes.room(ann);

    assertThat(chat.join(bob, room).await().members()).isEqualTo(2);
    assertThat(chat.join(bob, room).await().members()).isEqualTo(2);
    chat.leave(bob, room).await();
    chat.leave(bob, room).await();

    assertThat(kinds(room)).containsExactly(Kind.JOIN, Kind.JOIN, Kind.LEAVE);
    assertThat(nodes.log().memberOf(bob.account()).await()).doesNotContainKey(room);
    hidden(chat.history(bob, room, Part.NEWEST, 10));
    hidden(chat.join(bob, "0".repeat(24)));
    hidden(chat.join(bob, "\u0000"));
  }

  @Test
  void manyComingAtOnceAreAsManyEvents() {
    String room = nodes.room(ann);
    List<Future<Room>> comings = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Caller somebody = nodes.user();
      IntStream.range(0, 3).forEach(n -> comings.add(chat.join(somebody, room)));
    }
    comings.forEach(each -> each.await());

    assertThat(nodes.events(room)).hasSize(21);
    assertThat(nodes.events(room)).last().extracting(ChatEvent::seq).isEqualTo(21L);
    assertThat(chat.room(bob, room).await().members()).isEqualTo(21);
  }

  @Test
  void aRoomByInvitationIsNotThereForOthers() {
    String room = nodes.room(ann, ChatAccess.INVITED);

    hidden(chat.room(bob, room));
    hidden(chat.join(bob, room));
    hidden(chat.leave(bob, room));
    hidden(chat.topic(bob, room, "x"));
    hidden(chat.invite(bob, room, bob.account()));
    hidden(chat.members(bob, room, Optional.empty(), 10));
    hidden(chat.read(bob, room, 1));
    assertThat(names(bob, false)).doesNotContain(room);
    forbidden(chat.join(root, room));
    assertThat(chat.room(root, room).await().standing()).isEmpty();
  }

  @Test
  void whoIsInvitedComesInOnceAndReadsFromThere() {
    String room = nodes.room(ann, ChatAccess.INVITED);
    chat.send(ann, room, Optional.empty(), "before").await();
    chat.invite(ann, room, bob.account()).await();
    chat.invite(ann, room, bob.account()).await();
    assertThat(chat.room(bob, room).await().invited()).isTrue();
    assertThat(names(bob, false)).contains(room);

    chat.join(bob, room).await();

    assertThat(nodes.log().memberOf(bob.account()).await()).containsEntry(room, 3L);
    assertThat(nodes.log().member(room, bob.account()).await()).contains(new Membership(3, 3));
    assertThat(nodes.log().member(room, root.account()).await()).isEmpty();
    assertThat(nodes.log().members(room).await())
        .containsExactlyInAnyOrder(ann.account(), bob.account());
    assertThat(nodes.log().now().await()).isBetween(nodes.events(room).getLast().at(), Instant.MAX);
    History all = chat.history(bob, room, Part.NEWEST, 10).await();
    assertThat(all.events()).extracting(ChatEvent::seq).containsExactly(3L);
    assertThat(all.first()).isEqualTo(3);
    assertThat(all.truncated()).isFalse();
    chat.leave(bob, room).await();
    hidden(chat.join(bob, room));
  }

  @Test
  void theOwnerAndAdminsTakeOthersOut() {
    String room = nodes.room(ann, ChatAccess.INVITED);
    Caller carl = nodes.user();
    for (Caller one : List.of(bob, carl)) {
      chat.invite(root, room, one.account()).await();
      chat.join(one, room).await();
    }

    forbidden(chat.remove(bob, room, carl.account()));
    chat.remove(ann, room, bob.account()).await();
    chat.remove(ann, room, bob.account()).await();
    chat.remove(root, room, carl.account()).await();

    assertThat(kinds(room))
        .containsExactly(Kind.JOIN, Kind.JOIN, Kind.JOIN, Kind.REMOVED, Kind.REMOVED);
    assertThat(nodes.events(room).get(3).takesOut(bob.account())).isTrue();
    hidden(chat.join(bob, room));
  }

  @Test
  void anInvitationCanBeTakenBack() {
    String room = nodes.room(ann, ChatAccess.INVITED);
    chat.invite(ann, room, bob.account()).await();
    hidden(chat.invite(ann, room, "\u0000"));
    hidden(chat.remove(ann, room, "\u0000"));

    chat.remove(ann, room, bob.account()).await();

    hidden(chat.join(bob, room));
    assertThat(kinds(room)).containsExactly(Kind.JOIN);
  }

  @Test
  void theTopicIsSetByTheOwnerAndIsAnEvent() {
    String room = nodes.room(ann);
    chat.join(bob, room).await();

    forbidden(chat.topic(bob, room, "mine"));
    chat.topic(ann, room, "ours").await();
    chat.topic(ann, room, "ours").await();

    assertThat(chat.room(bob, room).await().topic()).isEqualTo("ours");
    assertThat(nodes.events(room)).last().extracting(ChatEvent::body).isEqualTo("ours");
    assertThat(kinds(room)).containsExactly(Kind.JOIN, Kind.JOIN, Kind.TOPIC);
    assertThat(problem(chat.topic(ann, room, "\u0000"))).isInstanceOf(Problem.Invalid.class);
  }

  @Test
  void anArchivedRoomIsReadAndLeftButNotEntered() {
    String room = nodes.room(ann);
    chat.join(bob, room).await();
    forbidden(chat.archive(bob, room));

    chat.archive(ann, room).await();
    chat.archive(ann, room).await();

    assertThat(chat.room(bob, room).await().archivedAt()).isPresent();
    assertThat(problem(chat.join(nodes.user(), room))).isInstanceOf(Problem.Conflict.class);
    assertThat(problem(chat.topic(ann, room, "x"))).isInstanceOf(Problem.Conflict.class);
    assertThat(chat.history(bob, room, Part.NEWEST, 10).await().events()).hasSize(3);
    assertThat(names(nodes.user(), false)).doesNotContain(room);
    assertThat(names(bob, true)).contains(room);
    chat.leave(bob, room).await();
    assertThat(kinds(room)).containsExactly(Kind.JOIN, Kind.JOIN, Kind.ARCHIVED, Kind.LEAVE);
  }

  /** All pages, three rooms each. */
  private List<String> names(Caller caller, boolean mine) {
    List<String> ids = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      RoomPage page = chat.rooms(caller, mine, cursor, 3).await();
      page.items().forEach(room -> ids.add(room.id()));
      cursor = page.next();
    } while (cursor.isPresent());
    return ids;
  }

  @Test
  void pagesOfRoomsShowEachOnceInTheOrderOfNames() {
    Caller dora = nodes.user();
    List<String> made =
        Stream.of("page z", "page b", "page c", "page a", "page d", "page y", "page x")
            .map(name -> chat.create(dora, name, "", ChatAccess.PUBLIC).await().id())
            .toList();
    String secret = nodes.room(dora, ChatAccess.INVITED);

    assertThat(names(nodes.user(), false))
        .containsSubsequence(
            made.get(3),
            made.get(1),
            made.get(2),
            made.get(4),
            made.get(6),
            made.get(5),
            made.get(0))
        .doesNotContain(secret)
        .doesNotHaveDuplicates();
    assertThat(names(dora, true)).hasSize(8).contains(secret);
    assertThat(chat.rooms(dora, true, Optional.of("no such"), 3).await().items()).hasSize(3);
  }

  @Test
  void whatOthersSaidIsUnreadUntilItIsRead() {
    String room = nodes.room(ann);
    chat.join(bob, room).await();
    IntStream.range(0, 5).forEach(i -> chat.send(ann, room, Optional.empty(), "x").await());
    chat.send(bob, room, Optional.empty(), "y").await();

    assertThat(standing(bob, room)).isEqualTo(new Room.MembershipState(1, 2, 5));
    assertThat(chat.read(bob, room, 4).await()).isEqualTo(4);
    assertThat(standing(bob, room).unread()).isEqualTo(3);
    assertThat(chat.read(bob, room, 3).await()).isEqualTo(4);
    assertThat(chat.read(bob, room, Long.MAX_VALUE).await()).isEqualTo(8);
    assertThat(standing(bob, room).unread()).isZero();
    hidden(chat.read(nodes.user(), room, 1));
  }

  private Room.MembershipState standing(Caller caller, String room) {
    return chat.room(caller, room).await().standing().orElseThrow();
  }

  @Test
  void membersAreListedInPages() {
    String room = nodes.room(ann);
    List<Caller> people = IntStream.range(0, 6).mapToObj(i -> nodes.user()).toList();
    people.forEach(one -> chat.join(one, room).await());

    MemberPage first = chat.members(ann, room, Optional.empty(), 4).await();
    MemberPage second = chat.members(ann, room, first.next(), 4).await();

    assertThat(Stream.concat(first.items().stream(), second.items().stream()))
        .extracting(Member::account)
        .containsExactlyElementsOf(
            Stream.concat(Stream.of(ann), people.stream()).map(Caller::account).sorted().toList());
    assertThat(second.next()).isEmpty();
    hidden(chat.members(nodes.user(), room, Optional.empty(), 4));
  }

  @Test
  void aPagingReaderMissesAndRepeatsNoneWhileOthersWrite() {
    String room = nodes.room(ann);
    IntStream.range(0, 60).forEach(i -> chat.send(ann, room, Optional.empty(), "x" + i).await());

    List<Long> seen = new ArrayList<>();
    Part part = Part.NEWEST;
    while (true) {
      chat.send(ann, room, Optional.empty(), "meanwhile").await();
      List<ChatEvent> page = chat.history(ann, room, part, 7).await().events();
      if (page.isEmpty()) {
        break;
      }
      seen.addAll(page.reversed().stream().map(ChatEvent::seq).toList());
      part = new Part.Before(page.getFirst().seq());
    }

    assertThat(seen.reversed())
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 62).boxed().toList());
    assertThat(chat.history(ann, room, new Part.After(10), 3).await().events())
        .extracting(ChatEvent::seq)
        .containsExactly(11L, 12L, 13L);
    assertThat(chat.history(ann, room, new Part.After(10_000), 3).await().events()).isEmpty();
  }

  @Test
  void whoCameAndWentIsFoundByTime() {
    Instant before = Instant.now().minusSeconds(60);
    String room = nodes.room(ann);
    chat.join(bob, room).await();
    chat.send(bob, room, Optional.empty(), "no change").await();
    chat.leave(bob, room).await();

    assertThat(nodes.log().membershipChanges(before, 10_000).await())
        .filteredOn(event -> event.room().equals(room))
        .extracting(ChatEvent::kind)
        .containsExactly(Kind.JOIN, Kind.JOIN, Kind.LEAVE);
    assertThat(nodes.log().membershipChanges(Instant.now().plusSeconds(60), 10).await()).isEmpty();
  }
}
