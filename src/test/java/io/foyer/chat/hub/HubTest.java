package io.foyer.chat.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.chat.ChatAccess;
import io.foyer.chat.ChatEvent.Kind;
import io.foyer.chat.RoomAvailable;
import io.foyer.chat.hub.House.Guest;
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

  private final House house = new House();

  @BeforeEach
  void twoMembers() {
    house.join(ROOM, "ann"); // 1
    house.join(ROOM, "bob"); // 2
  }

  @AfterEach
  void noBufferIsLeft() {
    house.hub().close();
    house.settle();
    assertThat(house.wire().held()).isZero();
  }

  private Guest watching(String account, int loop) {
    Guest guest = house.guest(account, loop);
    guest.seat().watch(ROOM, OptionalLong.empty());
    house.settle();
    return guest;
  }

  @Test
  void oneEncodingServesEverybodyOnEveryLoop() {
    Guest ann = watching("ann", 0);
    Guest bob = watching("bob", 1);
    house.say(ROOM, 3);
    house.settle();
    assertThat(ann.socket().words()).containsExactly("hall:3", "hall:4", "hall:5");
    assertThat(bob.socket().words()).isEqualTo(ann.socket().words());
    assertThat(house.wire().encoded()).isEqualTo(1);
    assertThat(ann.socket().sends()).isEqualTo(1);
  }

  @Test
  void severalCommitsOfOneTurnAreOneBuffer() {
    Guest ann = watching("ann", 0);
    for (int i = 0; i < 10; i++) {
      house.say(ROOM, 1);
    }
    house.settle();
    assertThat(ann.socket().words()).hasSize(10);
    assertThat(ann.socket().sends()).isEqualTo(1);
  }

  @Test
  void aStrangerIsRefused() {
    Guest eve = house.guest("eve", 0);
    Future<Long> watch = eve.seat().watch(ROOM, OptionalLong.of(0));
    house.settle();
    assertThat(watch.cause()).isInstanceOf(ProblemException.class);
    assertThat(eve.seat().rooms()).isEmpty();
    house.say(ROOM, 1);
    house.settle();
    assertThat(eve.socket().words()).isEmpty();
  }

  @Test
  void whoResumesGetsWhatHeMissedAndThenWhatComes() {
    house.log().commit(ROOM, Kind.MESSAGE, "ann", 1_000);
    Guest bob = house.guest("bob", 0);
    Future<Long> watch = bob.seat().watch(ROOM, OptionalLong.of(2));
    house.settle();
    house.say(ROOM, 1);
    house.settle();
    assertThat(watch.result()).isEqualTo(2);
    assertThat(bob.socket().words()).hasSize(1_001).startsWith("hall:3").endsWith("hall:1003");
  }

  @Test
  void aThousandWhoResumeAtOnceCostOneReading() {
    house.log().commit(ROOM, Kind.MESSAGE, "ann", 200);
    List<Guest> herd = IntStream.range(0, 1_000).mapToObj(i -> house.guest("bob", i % 2)).toList();
    herd.forEach(it -> it.seat().watch(ROOM, OptionalLong.of(100)));
    house.settle();
    assertThat(herd).allMatch(it -> it.socket().words().size() == 102);
    assertThat(house.log().pages()).isEqualTo(1);
  }

  @Test
  void aNumberBeyondTheRoomsIsTheRoomsNewest() {
    Guest ann = house.guest("ann", 0);
    Future<Long> watch = ann.seat().watch(ROOM, OptionalLong.of(Long.MAX_VALUE - 1));
    house.settle();
    assertThat(watch.result()).isEqualTo(2);
    house.say(ROOM, 1);
    house.settle();
    assertThat(ann.socket().words()).containsExactly("hall:3");
  }

  @Test
  void aFullSocketIsANumberAndCostsOthersNothing() {
    Guest slow = watching("ann", 0);
    Guest quick = watching("bob", 0);
    slow.socket().room(0);
    for (int i = 0; i < 2_000; i++) {
      house.say(ROOM, 1);
      house.settle();
    }
    assertThat(slow.socket().words()).isEmpty();
    assertThat(quick.socket().words()).hasSize(2_000);
    house.drain(slow);
    house.settle();
    assertThat(slow.socket().words()).isEqualTo(quick.socket().words());
    assertThat(house.count("foyer.chat.slow")).isEqualTo(1);
  }

  @Test
  void whoTakesNothingForTooLongIsClosed() {
    Guest slow = watching("ann", 0);
    slow.socket().room(0);
    house.pass(House.PATIENCE);
    house.say(ROOM, 1);
    house.settle();
    house.hub().look();
    house.settle();
    assertThat(slow.socket().closedWith()).isZero();
    house.pass(House.PATIENCE.plusMillis(1));
    house.hub().look();
    house.settle();
    assertThat(slow.socket().closedWith()).isEqualTo(4008);
    assertThat(slow.seat().rooms()).isEmpty();
  }

  @Test
  void whoOnceLeftAndCameBackResumesThroughThat() {
    house.log().commit(ROOM, Kind.LEAVE, "bob", 1); // 3
    house.log().commit(ROOM, Kind.MESSAGE, "ann", 2);
    house.log().commit(ROOM, Kind.JOIN, "bob", 1); // 6
    house.log().commit(ROOM, Kind.MESSAGE, "ann", 2);
    Guest bob = house.guest("bob", 0);
    bob.seat().watch(ROOM, OptionalLong.of(2));
    house.settle();
    house.say(ROOM, 1);
    house.settle();
    assertThat(bob.socket().words())
        .containsExactly("hall:3", "hall:4", "hall:5", "hall:6", "hall:7", "hall:8", "hall:9");
    assertThat(bob.left()).isEmpty();
    assertThat(bob.seat().rooms()).containsExactly(ROOM);
  }

  @Test
  void whatTwoLoopsAskForAtOnceIsAnsweredToEachOnItsOwn() {
    Guest ann = house.guest("ann", 0);
    Guest bob = house.guest("bob", 1);
    List<Boolean> own = new ArrayList<>();
    ann.seat()
        .watch(ROOM, OptionalLong.empty())
        .onSuccess(from -> own.add(ann.socket().loop().turning()));
    bob.seat()
        .watch(ROOM, OptionalLong.empty())
        .onSuccess(from -> own.add(bob.socket().loop().turning()));
    house.settle();
    assertThat(own).containsExactly(true, true);
  }

  @Test
  void whoIsTakenOutHearsThatAndNothingMore() {
    Guest bob = watching("bob", 0);
    Guest ann = watching("ann", 0);
    house.hub().committed(house.log().commit(ROOM, Kind.REMOVED, "bob", 1));
    house.say(ROOM, 1);
    house.settle();
    assertThat(bob.socket().words()).containsExactly("hall:3");
    assertThat(bob.left()).hasSize(1);
    assertThat(bob.seat().rooms()).isEmpty();
    assertThat(ann.socket().words()).containsExactly("hall:3", "hall:4");
  }

  @Test
  void whoCameInElsewhereHearsItFromTheLog() {
    Guest eve = house.guest("eve", 0);
    house.hub().sweep();
    house.settle();
    house.log().commit(ROOM, Kind.JOIN, "eve", 1); // and no hint
    house.hub().sweep();
    house.settle();
    house.hub().sweep();
    house.settle();
    assertThat(eve.joined()).hasSize(1);
  }

  @Test
  void everyConnectionOfWhoCameInHearsItHoweverManyThereAre() {
    List<Guest> many = IntStream.range(0, 20).mapToObj(i -> house.guest("eve", i % 2)).toList();
    many.stream().limit(5).forEach(it -> it.seat().close());
    house.join(ROOM, "eve");
    house.settle();
    assertThat(many.stream().filter(it -> it.joined().size() == 1)).hasSize(15);
    many.forEach(it -> it.seat().close());
    house.hub().sweep();
    assertThat(house.log().questions()).as("nobody is left to ask for").isZero();
  }

  @Test
  void aLostHintIsFoundByTheSweep() {
    Guest ann = watching("ann", 0);
    house.log().commit(ROOM, Kind.MESSAGE, "bob", 1);
    house.hub().sweep();
    house.settle();
    assertThat(ann.socket().words()).containsExactly("hall:3");
  }

  @Test
  void aRoomWithoutSeatsIsForgotten() {
    Guest ann = watching("ann", 0);
    house.say(ROOM, 1);
    house.settle();
    assertThat(house.wire().held()).isPositive();
    ann.seat().close();
    assertThat(house.wire().held()).isZero();
  }

  @Test
  void theDatabaseAwayCostsTimeOnly() {
    Guest ann = watching("ann", 0);
    house.log().commit(ROOM, Kind.MESSAGE, "bob", 1);
    house.say(ROOM, 1); // 4, and 3 is missing
    house.timers().removeFirst().run();
    house.log().fail(0);
    house.settle();
    assertThat(ann.socket().words()).isEmpty();
    house.hub().sweep();
    house.settle();
    assertThat(ann.socket().words()).containsExactly("hall:3", "hall:4");
  }

  @Test
  void newsOfPeopleReachWhoAskedAndNobodyElse() {
    Guest ann = watching("ann", 0);
    Guest deaf = watching("ann", 1);
    Future<Map<String, Presence>> people = ann.seat().people(ROOM);
    house.hub().tellPeople();
    house.settle();
    assertThat(people.result()).containsExactly(Map.entry("ann", Presence.ONLINE));
    Guest bob = house.guest("bob", 1);
    Guest stranger = house.guest("eve", 1);
    house.hub().tellPeople();
    bob.seat().away(true);
    house.hub().tellPeople();
    bob.seat().close();
    stranger.seat().close();
    house.hub().tellPeople();
    house.settle();
    assertThat(ann.socket().words()).containsExactly("bob=ONLINE", "bob=AWAY", "bob=OFFLINE");
    assertThat(deaf.socket().words()).isEmpty();
  }

  @Test
  void whoJustCameIsAmongThePeople() {
    Guest ann = watching("ann", 0);
    house.hub().tellPeople();
    house.guest("bob", 1);
    Future<Map<String, Presence>> people = ann.seat().people(ROOM);
    house.settle();
    assertThat(people.isComplete()).isFalse();
    house.hub().tellPeople();
    house.settle();
    assertThat(people.result()).containsOnlyKeys("ann", "bob");
  }

  @Test
  void whoComeTogetherAreToldTogether() {
    Guest ann = watching("ann", 0);
    ann.seat().people(ROOM);
    house.hub().tellPeople();
    house.join(ROOM, "eve");
    house.settle();
    int sends = ann.socket().sends();
    house.guest("bob", 1);
    house.guest("eve", 1);
    house.hub().tellPeople();
    house.settle();
    assertThat(ann.socket().words()).contains("bob=ONLINE", "eve=ONLINE");
    assertThat(ann.socket().sends()).isEqualTo(sends + 1);
  }

  @Test
  void whoHadNoRoomForNewsHearsWhatIsTrueLater() {
    Guest ann = watching("ann", 0);
    ann.seat().people(ROOM);
    house.hub().tellPeople();
    house.settle();
    ann.socket().room(0);
    Guest bob = house.guest("bob", 1);
    house.hub().tellPeople();
    house.settle();
    bob.seat().away(true);
    house.hub().tellPeople();
    house.settle();
    house.drain(ann);
    house.settle();
    assertThat(ann.socket().words()).containsExactly("bob=AWAY");
  }

  private Guest curious(String account, int loop) {
    Guest guest = house.guest(account, loop);
    guest.seat().news(true);
    return guest;
  }

  @Test
  void aNewRoomIsToldOnceToEverybodyAndAnInvitationToTheInvited() {
    Guest ann = curious("ann", 0);
    Guest bob = curious("bob", 0);
    Guest bobsPhone = curious("bob", 1);
    house.hub().opened(House.open("lounge"));
    house.hub().opened(House.open("terrace"));
    house.hub().opened(House.invited("cellar", "bob"));
    house.hub().tellRooms();
    house.hub().tellRooms();
    house.settle();
    assertThat(ann.socket().words()).containsExactly("+lounge", "+terrace");
    assertThat(ann.socket().sends()).isEqualTo(1);
    assertThat(bob.socket().words()).containsExactly("+lounge", "+terrace", "+cellar");
    assertThat(bobsPhone.socket().words()).isEqualTo(bob.socket().words());
    assertThat(house.wire().encoded()).as("for all, and for bob").isEqualTo(2);
    assertThat(house.wire().held()).isZero();
  }

  @Test
  void newRoomsAreForWhoWantsToKnowAndHasRoomForIt() {
    Guest indifferent = house.guest("ann", 0);
    Guest full = curious("bob", 0);
    full.socket().room(0);
    Guest gone = curious("eve", 1);
    house.hub().opened(House.open("lounge"));
    house.hub().tellRooms();
    gone.seat().close();
    house.settle();
    house.drain(full);
    house.settle();
    assertThat(List.of(indifferent, full, gone)).allMatch(it -> it.socket().words().isEmpty());
    assertThat(house.wire().held()).isZero();
  }

  @Test
  void whoMakesRoomsWithoutEndFloodsNobody() {
    Guest ann = curious("ann", 0);
    IntStream.range(0, 10 * NewRooms.MOST).forEach(i -> house.hub().opened(House.open("r" + i)));
    house.hub().tellRooms();
    house.hub().opened(House.open("lounge"));
    house.hub().tellRooms();
    house.settle();
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
    house.hub().tellTyping();
    house.hub().tellTyping();
    house.settle();
    assertThat(bob.socket().words()).containsExactly("ann~hall:true");
    house.pass(Duration.ofMillis(7_001));
    house.hub().tellTyping();
    house.settle();
    assertThat(bob.socket().words()).containsExactly("ann~hall:true", "ann~hall:false");
    assertThat(ann.socket().words()).isEmpty();
    assertThat(annsPhone.socket().words()).isEmpty();
  }
}
