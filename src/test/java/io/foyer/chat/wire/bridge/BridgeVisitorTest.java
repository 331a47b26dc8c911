package io.foyer.chat.wire.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.chat.wire.bridge.FakeHub.FakeSeat;
import io.foyer.chat.wire.plain.SocketGate.Known;
import io.foyer.platform.socket.FakeSocket;
import io.foyer.platform.socket.SocketListener;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Caller.Role;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Who comes in, and who is shown out. */
class BridgeVisitorTest extends BridgeStage {
  private static final Vertx VERTX = Vertx.vertx();

  BridgeVisitorTest() {
    super(VERTX, Duration.ofSeconds(1));
  }

  @AfterAll
  static void close() {
    VERTX.close().await();
  }

  @Test
  void whoIsNotKnownIsToldNothingAndMaySayWhoHeIs() {
    // Given
    SocketListener stranger = stranger();

    // When
    stranger.text("{\"type\":\"ping\"}");
    stranger.text(register(ADDRESS));
    stranger.text(send("echo").put("headers", new JsonObject().put("token", "forged")).encode());
    stranger.text(
        send("echo")
            .put("headers", new JsonObject().put("authorization", "Bearer token-eve"))
            .encode());

    // Then
    assertThat(errors()).containsExactly("not_logged_in", "not_logged_in");
    assertThat(socket.messages().getLast().getJsonObject("body").getString("by")).isEqualTo("eve");
    assertThat(hub.seats()).hasSize(1);
  }

  @Test
  void aTokenChangesNothingForWhomTheCookieNames() {
    SocketListener ann = ann();

    ann.text(send("echo").put("headers", new JsonObject().put("token", "token-eve")).encode());

    assertThat(socket.messages().getLast().getJsonObject("body").getString("by")).isEqualTo("ann");
    assertThat(hub.seats()).extracting(FakeSeat::caller).containsExactly(FakeSignIn.caller("ann"));
  }

  @Test
  void whoseLogInHasEndedIsClosed() {
    Caller ann = new Caller("ann", "ann", Role.USER, Optional.of("s1"));
    SocketListener listener =
        house.open(
            socket,
            Framing.RAW,
            Future.succeededFuture(Optional.of(new Known(ann, Optional.empty()))));

    open.ended(Set.of("s0"));
    boolean early = !socket.closes().isEmpty();
    open.ended(Set.of("s1"));
    listener.closed();
    open.ended(Set.of("s1"));

    assertThat(early).isFalse();
    assertThat(socket.closes()).containsExactly(4401);
  }

  @Test
  void whoCannotBeJudgedMayTryAgain() {
    Promise<Optional<Known>> asked = Promise.promise();
    FakeSocket slow = new FakeSocket();
    house.open(slow, Framing.RAW, asked.future());
    FakeSocket inMessage = new FakeSocket();
    FakeSocket away = new FakeSocket();
    FakeSocket mute = new FakeSocket();
    Future<Optional<Known>> nothing = Future.succeededFuture(Optional.empty());
    house.open(inMessage, Framing.RAW, nothing).text(withToken("slow"));
    house.open(away, Framing.RAW, nothing).text(withToken("away"));
    house.open(mute, Framing.RAW, nothing).text(withToken("wrong"));
    house.open(socket, Framing.RAW, known("unsure"));

    assertThat(socket.closes()).containsExactly(1013);
    assertThat(away.messages().getFirst().getInteger("failureCode")).isEqualTo(503);
    await()
        .until(
            () ->
                Stream.of(slow, inMessage, away, mute).noneMatch(each -> each.closes().isEmpty()));
    assertThat(slow.closes()).containsExactly(1013);
    assertThat(inMessage.closes()).containsExactly(1013);
    assertThat(away.closes()).containsExactly(1013);
    assertThat(mute.closes()).containsExactly(4401);
  }

  private static String withToken(String token) {
    return send("echo").put("headers", new JsonObject().put("token", token)).encode();
  }

  @Test
  void whatIsSaidWhileItIsFoundOutWhoItIsWaitsForThat() {
    Promise<Optional<Known>> asked = Promise.promise();
    SocketListener listener = house.open(socket, Framing.RAW, asked.future());
    listener.text(send("echo").encode());
    int before = socket.texts().size();

    asked.complete(Optional.of(FakeSignIn.known("ann")));

    assertThat(before).isZero();
    assertThat(socket.texts()).hasSize(1);
  }

  @Test
  void servicesAreNoPeople() {
    Caller bot = new Caller("bot", "bot", Role.BOT, Optional.empty());

    SocketListener opened =
        house.open(
            socket,
            Framing.RAW,
            Future.succeededFuture(Optional.of(new Known(bot, Optional.empty()))));
    opened.text(register(ADDRESS));

    assertThat(socket.closes()).containsExactly(4403);
    assertThat(hub.seats()).isEmpty();
  }
}
