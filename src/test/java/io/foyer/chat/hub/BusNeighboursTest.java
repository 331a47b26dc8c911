package io.foyer.chat.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.ChatEvent.Kind;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two hubs on one event bus, as two nodes are. */
final class BusNeighboursTest {
  private final Vertx vertx = Vertx.vertx();
  private final HubFixture fixture = new HubFixture();
  private final HubFixture other = new HubFixture();
  private final BusNeighbours ours = new BusNeighbours(vertx.eventBus(), fixture.hub(), () -> 0);
  private final BusNeighbours theirs = new BusNeighbours(vertx.eventBus(), other.hub(), () -> 0);

  BusNeighboursTest() {
    ours.listen();
    theirs.listen();
    fixture.hub().meet(ours);
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void eventsThatTheOtherNodeCommittedArriveAsTheyAre() {
    List<ChatEvent> events = fixture.log().commit("hall", Kind.MESSAGE, "ann", 3);
    assertThat(NodeJson.events(new JsonObject(NodeJson.events(events).encode()))).isEqualTo(events);
  }

  @Test
  void tooMuchToCarryIsOnlyANumber() {
    JsonObject json = NodeJson.events(fixture.log().commit("hall", Kind.MESSAGE, "ann", 1_000));
    assertThat(json.containsKey("events")).isFalse();
    assertThat(json.getLong("last")).isEqualTo(1_000);
  }

  @Test
  void whatIsNotUnderstoodHarmsNobody() {
    other.join("hall", "bob");
    HubFixture.Guest bob = other.guest("bob", 0);
    bob.seat().watch("hall", OptionalLong.empty());
    other.settle();
    vertx.eventBus().publish("foyer.chat", "{", ours.options());
    vertx.eventBus().publish("foyer.chat", "{\"room\":\"hall\"}", ours.options());
    vertx.eventBus().publish("foyer.chat.people", "{\"say\":\"dance\"}", ours.options());
    ours.committed(other.log().commit("hall", Kind.MESSAGE, "ann", 1));
    await()
        .untilAsserted(
            () -> {
              other.settle();
              assertThat(bob.socket().words()).containsExactly("hall:2");
            });
  }

  @Test
  void newRoomsAreHeardOnTheOtherNodeByWhoMayKnowOfThem() {
    HubFixture.Guest bob = other.guest("bob", 0);
    HubFixture.Guest eve = other.guest("eve", 1);
    bob.seat().news(true);
    eve.seat().news(true);
    fixture.hub().opened(HubFixture.invited("cellar", "bob"));
    fixture.hub().opened(HubFixture.open("lounge"));
    await()
        .untilAsserted(
            () -> {
              other.hub().tellRooms();
              other.settle();
              assertThat(eve.socket().words()).containsExactly("+lounge");
            });
    assertThat(bob.socket().words()).containsExactly("+cellar", "+lounge");
  }

  @Test
  void aNodeThatIsNotKnownIsAskedForItsPeople() {
    fixture.guest("ann", 0);
    fixture.hub().tellPeople(); // said before the other listened to anything: number 1 is unknown
    ours.beat(fixture.hub().people().number());
    await()
        .untilAsserted(
            () -> {
              other.hub().tellPeople();
              assertThat(other.hub().people().among(Set.of("ann")))
                  .isEqualTo(Map.of("ann", Presence.ONLINE));
            });
    ours.farewell();
    await()
        .untilAsserted(
            () -> {
              other.hub().tellPeople();
              assertThat(other.hub().people().among(Set.of("ann"))).isEmpty();
            });
  }
}
