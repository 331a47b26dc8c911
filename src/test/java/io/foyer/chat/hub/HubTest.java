package io.foyer.chat.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.chat.ChatAccess;
import io.foyer.chat.ChatEvent.Kind;
import io.foyer.chat.RoomAvailable;
import io.foyer.chat.hub.HubFixture.Guest;
import io.foyer.platform.ProblemException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class HubTest {
  private static final String ROOM = "hall";

  private final HubFixture fixture = new HubFixture();

  @BeforeEach
  void twoMembers() {
    fixture.join(ROOM, "ann"); // 1
    fixture.join(ROOM, "bob"); // 2
  }

  @AfterEach
  void noBufferIsLeft() {
    fixture.hub().close();
    fixture.settle();
    assertThat(fixture.wire().held()).isZero();
  }

  private Guest watching(String account, int loop) {
    Guest guest = fixture.guest(account, loop);
    guest.seat().watch(ROOM, OptionalLong.empty());
    fixture.settle();
    return guest;
  }

  @Test
  void oneEncodingServesEverybodyOnEveryLoop() {
    Guest ann = watching("ann", 0);
    Guest bob = watching("bob", 1);
    fixture.say(ROOM, 3);
    fixture.settle();
    assertThat(ann.socket().words()).containsExactly("hall:3", "hall:4", "hall:5");
    assertThat(bob.socket().words()).isEqualTo(ann.socket().words());
    assertThat(fixture.wire().encoded()).isEqualTo(1);
    assertThat(ann.socket().sends()).isEqualTo(1);
  }

  @Test
  void severalCommitsOfOneTurnAreOneBuffer() {
    Guest ann = watching("ann", 0);
    for (int i = 0; i < 10; i++) {
      fixture.say(ROOM, 1);
    }
    fixture.settle();
    assertThat(ann.socket().words()).hasSize(10);
    assertThat(ann.socket().sends()).isEqualTo(1);
  }

  @Test
  void aStrangerIsRefused() {
    Guest eve = fixture.guest("eve", 0);
    Future<Long> watch = eve.seat().watch(ROOM, OptionalLong.of(0));
    fixture.settle();
    assertThat(watch.cause()).isInstanceOf(ProblemException.class);
    assertThat(eve.seat().rooms()).isEmpty();
    fixture.say(ROOM, 1);
    fixture.settle();
    assertThat(eve.socket().words()).isEmpty();
  }

  @Test
  void whoResumesGetsWhatHeMissedAndThenWhatComes() {
    fixture.log().commit(ROOM, Kind.MESSAGE, "ann", 1_000);
    Guest bob = fixture.guest("bob", 0);
    Future<Long> watch = bob.seat().watch(ROOM, OptionalLong.of(2));
    fixture.settle();
    fixture.say(ROOM, 1);
    fixture.settle();
    assertThat(watch.result()).isEqualTo(2);
    assertThat(bob.socket().words()).hasSize(1_001).startsWith("hall:3").endsWith("hall:1003");
  }

  @Test
  void aThousandWhoResumeAtOnceCostOneReading() {
    fixture.log().commit(ROOM, Kind.MESSAGE, "ann", 200);
    List<Guest> herd =
        IntStream.range(0, 1_000).mapToObj(i -> fixture.guest("bob", i % 2)).toList();
    herd.forEach(it -> it.seat().watch(ROOM, OptionalLong.of(100)));
    fixture.settle();
    assertThat(herd).allMatch(it -> it.socket().words().size() == 102);
    assertThat(fixture.log().pages()).isEqualTo(1);
  }

  @Test
  void aNumberBeyondTheRoomsIsTheRoomsNewest() {
    Guest ann = fixture.guest("ann", 0);
    Future<Long> watch = ann.seat().watch(ROOM, OptionalLong.of(Long.MAX_VALUE - 1));
    fixture.settle();
    assertThat(watch.result()).isEqualTo(2);
    fixture.say(ROOM, 1);
    fixture.settle();
    assertThat(ann.socket().words()).containsExactly("hall:3");
  }

  @Test
  void aFullSocketIsANumberAndCostsOthersNothing() {
    Guest slow = watching("ann", 0);
    Guest quick = watching("bob", 0);
    slow.socket().room(0);
    for (int i = 0; i < 2_000; i++) {
      fixture.say(ROOM, 1);
      fixture.settle();
    }
    assertThat(slow.socket().words()).isEmpty();
    assertThat(quick.socket().words()).hasSize(2_000);
    fixture.drain(slow);
    fixture.settle();
    assertThat(slow.socket().words()).isEqualTo(quick.socket().words());
    assertThat(fixture.count("foyer.chat.slow")).isEqualTo(1);
  }

  @Test
  void whoTakesNothingForTooLongIsClosed() {
    Guest slow = watching("ann", 0);
    slow.socket().room(0);
    fixture.pass(HubFixture.PATIENCE);
    fixture.say(ROOM, 1);
    fixture.settle();
    fixture.hub().look();
    fixture.settle();
    assertThat(slow.socket().closedWith()).isZero();
    fixture.pass(HubFixture.PATIENCE.plusMillis(1));
    fixture.hub().look();
    fixture.settle();
    assertThat(slow.socket().closedWith()).isEqualTo(4008);
    assertThat(slow.seat().rooms()).isEmpty();
  }

  @Test
  void whoOnceLeftAndCameBackResumesThroughThat() {
    fixture.log().commit(ROOM, Kind.LEAVE, "bob", 1); // 3
    fixture.log().commit(ROOM, Kind.MESSAGE, "ann", 2);
    fixture.log().commit(ROOM, Kind.JOIN, "bob", 1); // 6
    fixture.log().commit(ROOM, Kind.MESSAGE, "ann", 2);
    Guest bob = fixture.guest("bob", 0);
    bob.seat().watch(ROOM, OptionalLong.of(2));
    fixture.settle();
    fixture.say(ROOM, 1);
    fixture.settle();
    assertThat(bob.socket().words())
        .containsExactly("hall:3", "hall:4", "hall:5", "hall:6", "hall:7", "hall:8", "hall:9");
    assertThat(bob.left()).isEmpty();
    assertThat(bob.seat().rooms()).containsExactly(ROOM);
  }

  @Test
  void whatTwoLoopsAskForAtOnceIsAnsweredToEachOnItsOwn() {
    Guest ann = fixture.guest("ann", 0);
    Guest bob = fixture.guest("bob", 1);
    List<Boolean> own = new ArrayList<>();
    ann.seat()
        .watch(ROOM, OptionalLong.empty())
        .onSuccess(from -> own.add(ann.socket().loop().turning()));
    bob.seat()
        .watch(ROOM, OptionalLong.empty())
        .onSuccess(from -> own.add(bob.socket().loop().turning()));
    fixture.settle();
    assertThat(own).containsExactly(true, true);
  }

  @Test
  void whoIsTakenOutHearsThatAndNothingMore() {
    Guest bob = watching("bob", 0);
    Guest ann = watching("ann", 0);
    fixture.hub().committed(fixture.log().commit(ROOM, Kind.REMOVED, "bob", 1));
    fixture.say(ROOM, 1);
    fixture.settle();
    assertThat(bob.socket().words()).containsExactly("hall:3");
    assertThat(bob.left()).hasSize(1);
    assertThat(bob.seat().rooms()).isEmpty();
    assertThat(ann.socket().words()).containsExactly("hall:3", "hall:4");
  }

  @Test
  void whoCameInElsewhereHearsItFromTheLog() {
    Guest eve = fixture.guest("eve", 0);
    fixture.hub().sweep();
    fixture.settle();
    fixture.log().commit(ROOM, Kind.JOIN, "eve", 1); // and no hint
    fixture.hub().sweep();
    fixture.settle();
    fixture.hub().sweep();
    fixture.settle();
    assertThat(eve.joined()).hasSize(1);
  }

  @Test
  void everyConnectionOfWhoCameInHearsItHoweverManyThereAre() {
    List<Guest> many = IntStream.range(0, 20).mapToObj(i -> fixture.guest("eve", i % 2)).toList();
    many.stream().limit(5).forEach(it -> it.seat().close());
    fixture.join(ROOM, "eve");
    fixture.settle();
    assertThat(many.stream().filter(it -> it.joined().size() == 1)).hasSize(15);
    many.forEach(it -> it.seat().close());
    fixture.hub().sweep();
    assertThat(fixture.log().questions()).as("nobody is left to ask for").isZero();
  }

  @Test
  void aLostHintIsFoundByTheSweep() {
    Guest ann = watching("ann", 0);
    fixture.log().commit(ROOM, Kind.MESSAGE, "bob", 1);
    fixture.hub().sweep();
    fixture.settle();
    assertThat(ann.socket().words()).containsExactly("hall:3");
  }

  @Test
  void aRoomWithoutSeatsIsForgotten() {
    Guest ann = watching("ann", 0);
    fixture.say(ROOM, 1);
    fixture.settle();
    assertThat(fixture.wire().held()).isPositive();
    ann.seat().close();
    assertThat(fixture.wire().held()).isZero();
  }

  @Test
  void theDatabaseAwayCostsTimeOnly() {
    Guest ann = watching("ann", 0);
    fixture.log().commit(ROOM, Kind.MESSAGE, "bob", 1);
    fixture.say(ROOM, 1); // 4, and 3 is missing
    fixture.timers().removeFirst().run();
    fixture.log().fail(0);
    fixture.settle();
    assertThat(ann.socket().words()).isEmpty();
    fixture.hub().sweep();
    fixture.settle();
    assertThat(ann.socket().words()).containsExactly("hall:3", "hall:4");
  }

  @Test
  void newsOfPeopleReachWhoAskedAndNobodyElse() {
    Guest ann = watching("ann", 0);
    Guest deaf = watching("ann", 1);
    Future<Map<String, Presence>> people = ann.seat().people(ROOM);
    fixture.hub().tellPeople();
    fixture.settle();
    assertThat(people.result()).containsExactly(Map.entry("ann", Presence.ONLINE));
    Guest bob = fixture.guest("bob", 1);
    Guest stranger = fixture.guest("eve", 1);
    fixture.hub().tellPeople();
    bob.seat().away(true);
    fixture.hub().tellPeople();
    bob.seat().close();
    stranger.seat().close();
    fixture.hub().tellPeople();
    fixture.settle();
    assertThat(ann.socket().words()).containsExactly("bob=ONLINE", "bob=AWAY", "bob=OFFLINE");
    assertThat(deaf.socket().words()).isEmpty();
  }

  @Test
  void whoJustCameIsAmongThePeople() {
    Guest ann = watching("ann", 0);
    fixture.hub().tellPeople();
    fixture.guest("bob", 1);
    Future<Map<String, Presence>> people = ann.seat().people(ROOM);
    fixture.settle();
    assertThat(people.isComplete()).isFalse();
    fixture.hub().tellPeople();
    fixture.settle();
    assertThat(people.result()).containsOnlyKeys("ann", "bob");
  }

  @Test
  void whoComeTogetherAreToldTogether() {
    Guest ann = watching("ann", 0);
    ann.seat().people(ROOM);
    fixture.hub().tellPeople();
    fixture.join(ROOM, "eve");
    fixture.settle();
    int sends = ann.socket().sends();
    fixture.guest("bob", 1);
    fixture.guest("eve", 1);
    fixture.hub().tellPeople();
    fixture.settle();
    assertThat(ann.socket().words()).contains("bob=ONLINE", "eve=ONLINE");
    assertThat(ann.socket().sends()).isEqualTo(sends + 1);
  }

  @Test
  void whoHadNoRoomForNewsHearsWhatIsTrueLater() {
    Guest ann = watching("ann", 0);
    ann.seat().people(ROOM);
    fixture.hub().tellPeople();
    fixture.settle();
    ann.socket().room(0);
    Guest bob = fixture.guest("bob", 1);
    fixture.hub().tellPeople();
    fixture.settle();
    bob.seat().away(true);
    fixture.hub().tellPeople();
    fixture.settle();
    fixture.drain(ann);
    fixture.settle();
    assertThat(ann.socket().words()).containsExactly("bob=AWAY");
  }

  private Guest curious(String account, int loop) {
    Guest guest = fixture.guest(account, loop);
    guest.seat().news(true);
    return guest;
  }

  @Test
  void aNewRoomIsToldOnceToEverybodyAndAnInvitationToTheInvited() {
    Guest ann = curious("ann", 0);
    Guest bob = curious("bob", 0);
    Guest bobsPhone = curious("bob", 1);
    fixture.hub().opened(HubFixture.open("lounge"));
    fixture.hub().opened(HubFixture.open("terrace"));
    fixture.hub().opened(HubFixture.invited("cellar", "bob"));
    fixture.hub().tellRooms();
    fixture.hub().tellRooms();
    fixture.settle();
    assertThat(ann.socket().words()).containsExactly("+lounge", "+terrace");
    assertThat(ann.socket().sends()).isEqualTo(1);
    assertThat(bob.socket().words()).containsExactly("+lounge", "+terrace", "+cellar");
    assertThat(bobsPhone.socket().words()).isEqualTo(bob.socket().words());
    assertThat(fixture.wire().encoded()).as("for all, and for bob").isEqualTo(2);
    assertThat(fixture.wire().held()).isZero();
  }

  @Test
  void newRoomsAreForWhoWantsToKnowAndHasRoomForIt() {
    Guest indifferent = fixture.guest("ann", 0);
    Guest full = curious("bob", 0);
    full.socket().room(0);
    Guest gone = curious("eve", 1);
    fixture.hub().opened(HubFixture.open("lounge"));
    fixture.hub().tellRooms();
    gone.seat().close();
    fixture.settle();
    fixture.drain(full);
    fixture.settle();
    assertThat(List.of(indifferent, full, gone)).allMatch(it -> it.socket().words().isEmpty());
    assertThat(fixture.wire().held()).isZero();
  }

  @Test
  void whoMakesRoomsWithoutEndFloodsNobody() {
    Guest ann = curious("ann", 0);
    IntStream.range(0, 10 * NewRooms.MOST)
        .forEach(i -> fixture.hub().opened(HubFixture.open("r" + i)));
    fixture.hub().tellRooms();
    fixture.hub().opened(HubFixture.open("lounge"));
    fixture.hub().tellRooms();
    fixture.settle();
    assertThat(ann.socket().words()).hasSize(NewRooms.MOST + 1).last().isEqualTo("+lounge");
  }

  @Test
  void aRoomByInvitationIsNeverForEverybody() {
    assertThatThrownBy(
            () -> new RoomAvailable("r", "r", "", "ann", ChatAccess.INVITED, 1, Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void typingReachesTheOthersAndEndsByItself() {
    Guest ann = watching("ann", 0);
    Guest annsPhone = watching("ann", 1);
    Guest bob = watching("bob", 1);
    ann.seat().typing(ROOM, true);
    fixture.hub().tellTyping();
    fixture.hub().tellTyping();
    fixture.settle();
    assertThat(bob.socket().words()).containsExactly("ann~hall:true");
    fixture.pass(Duration.ofMillis(7_001));
    fixture.hub().tellTyping();
    fixture.settle();
    assertThat(bob.socket().words()).containsExactly("ann~hall:true", "ann~hall:false");
    assertThat(ann.socket().words()).isEmpty();
    assertThat(annsPhone.socket().words()).isEmpty();
  }
}
