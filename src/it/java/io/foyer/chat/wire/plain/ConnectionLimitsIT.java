package io.foyer.chat.wire.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.testing.ManagementClient;
import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** How many long-lived connections a node, an address and an account may have. */
@TestInstance(Lifecycle.PER_CLASS)
class ConnectionLimitsIT {
  private static final int MOST = 10;
  private static final int PER_ADDRESS = 4;
  private static final int PER_ACCOUNT = 2;

  private final ProgramFixture program =
      ProgramFixture.open(
          "connlimits",
          Map.of(
              "CHAT_CONNECTIONS_MOST",
              "" + MOST,
              "CHAT_CONNECTIONS_PER_ADDRESS",
              "" + PER_ADDRESS,
              "CHAT_CONNECTIONS_PER_ACCOUNT",
              "" + PER_ACCOUNT,
              "LIMITS_REQUESTS",
              "0",
              "LIMITS_ANONYMOUS",
              "0",
              "TRUSTED_PROXIES",
              "127.0.0.1/32"));
  private final int port = program.node().port();
  private final People people = new People(port);
  private final RoomsClient roomsClient = new RoomsClient(port);
  private final ManagementClient operator = new ManagementClient(program.node().managementPort());
  private final List<Somebody> crowd =
      IntStream.range(0, MOST / PER_ACCOUNT + 1).mapToObj(i -> people.somebody()).toList();
  private final List<Chatter> open = new ArrayList<>();

  @AfterAll
  void close() {
    program.close();
  }

  @AfterEach
  void allLeave() {
    open.forEach(Chatter::close);
    open.clear();
    await("all places are given back").until(() -> operator.gauge("foyer_connections_open") == 0);
    assertThat(operator.gauge("foyer_chat_sockets")).isZero();
  }

  private static Map<String, String> headers(Somebody who, String address) {
    Map<String, String> headers = new HashMap<>(who.bearer());
    headers.put("X-Forwarded-For", address);
    return headers;
  }

  private Chatter connect(Somebody who, String address) {
    Chatter chatter = Chatter.connect(program.vertx(), port, "", headers(who, address));
    open.add(chatter);
    chatter.say(Chatter.hello(new JsonObject()));
    return chatter;
  }

  private Chatter enter(Somebody who, String address) {
    Chatter chatter = connect(who, address);
    chatter.await("welcome");
    return chatter;
  }

  /** So many are in, as many of each account and address as there may be. */
  private void fill(int count) {
    for (int i = open.size(); i < count; i++) {
      enter(crowd.get(i / PER_ACCOUNT), "203.0.113." + i / PER_ADDRESS);
    }
  }

  private UpgradeRejectedException refused(Somebody who, String address) {
    Throwable cause = catchThrowable(() -> connect(who, address)).getCause();
    if (cause instanceof UpgradeRejectedException rejected) {
      return rejected;
    }
    throw new AssertionError("not refused", cause);
  }

  private HttpResponse<String> poll(String session, Somebody who, String address) {
    return people.call("POST", "/eventbus/000/" + session + "/xhr", headers(who, address));
  }

  private static void assertStillIn(Chatter chatter, String ref) {
    chatter.say(new JsonObject().put("type", "ping").put("ref", ref));
    assertThat(chatter.answer(ref).getString("type")).isEqualTo("pong");
  }

  @Test
  void anAddressHasItsShareAndTheOthersComeIn() {
    fill(PER_ADDRESS);
    Somebody late = crowd.getLast();

    UpgradeRejectedException refused = refused(late, "203.0.113.0");

    assertThat(refused.getStatus()).isEqualTo(429);
    assertThat(refused.getHeaders().get("Retry-After")).isEqualTo("30");
    assertThat(poll("address", late, "203.0.113.0").statusCode()).isEqualTo(429);
    enter(late, "203.0.113.99");

    open.getFirst().close();
    await("the place is given back")
        .until(() -> operator.gauge("foyer_connections_open") == PER_ADDRESS);
    enter(late, "203.0.113.0");
  }

  @Test
  void theNewestConnectionOfAnAccountWithTooManyIsClosed() {
    Somebody ann = crowd.getFirst();
    String room = roomsClient.made(ann);
    Chatter first = enter(ann, "203.0.113.0");
    Chatter second = enter(ann, "203.0.113.1");

    Chatter third = connect(ann, "203.0.113.2");
    assertThat(third.awaitClose()).isEqualTo(Status.TOO_MANY);
    assertThat(third.heard()).isEmpty();
    HttpResponse<String> stream =
        people.call("GET", "/api/v2/chat/rooms/" + room + "/events", headers(ann, "203.0.113.3"));
    assertThat(stream.statusCode()).isEqualTo(429);
    assertThat(stream.headers().firstValue("Retry-After")).hasValue("30");
    assertStillIn(first, "a");
    assertStillIn(second, "b");

    first.close();
    await("the account has room")
        .until(() -> operator.gauge("foyer_chat_sockets") == PER_ACCOUNT - 1);
    enter(ann, "203.0.113.2");
  }

  @Test
  void aFullNodeIsDegradedAndStillAnswersRequests() {
    fill(MOST - 2);
    assertThat(operator.check("connections")).isEqualTo("up 8 of 10 connections");
    fill(MOST - 1);
    assertThat(operator.check("connections")).isEqualTo("down 9 of 10 connections");
    fill(MOST);
    Somebody late = crowd.getLast();

    UpgradeRejectedException refused = refused(late, "203.0.113.99");

    assertThat(refused.getStatus()).isEqualTo(503);
    assertThat(refused.getHeaders().get("Retry-After")).isEqualTo("5");
    HttpResponse<String> polled = poll("full", late, "203.0.113.99");
    assertThat(polled.statusCode()).isEqualTo(503);
    assertThat(polled.headers().firstValue("Retry-After")).hasValue("5");
    assertThat(operator.ready()).isEqualTo(200);
    assertThat(people.me(late.bearer())).isEqualTo(200);
    assertThat(people.logIn(late.handle(), People.PASSWORD).statusCode()).isEqualTo(201);
  }

  @Test
  void sessionsOverHttpRequestsCountUntilTheyEnd() {
    for (int i = 0; i < PER_ADDRESS; i++) {
      Somebody who = crowd.get(i / PER_ACCOUNT);
      assertThat(poll("session" + i, who, "203.0.113.0").body()).isEqualTo("o\n");
    }
    assertThat(operator.gauge("foyer_connections_open")).isEqualTo(PER_ADDRESS);

    HttpResponse<String> refused = poll("more", crowd.getLast(), "203.0.113.0");

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("Retry-After")).hasValue("30");
    assertThat(refused(crowd.getLast(), "203.0.113.0").getStatus()).isEqualTo(429);
    // Nobody polls any more: allLeave() sees the sessions end.
  }
}
