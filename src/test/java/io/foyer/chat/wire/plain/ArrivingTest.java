package io.foyer.chat.wire.plain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.chat.wire.plain.SocketGate.Known;
import io.foyer.platform.Problem;
import io.foyer.platform.socket.FakeSocket;
import io.foyer.platform.web.Caller;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class ArrivingTest {
  private static final Vertx VERTX = Vertx.vertx();
  private static final Future<Optional<Known>> NO_CREDENTIAL =
      Future.succeededFuture(Optional.empty());

  /** Accounts that say nothing of a token, or that it is none, or that it cannot be known. */
  private final FakeDesk desk =
      new FakeDesk(
          VERTX,
          token ->
              switch (token) {
                case "slow" -> Promise.<Caller>promise().future();
                case "away" ->
                    Future.failedFuture(
                        new Problem.Unavailable("Later.", Duration.ofSeconds(1)).asException());
                default -> Future.failedFuture(new Problem.Denied("No token.").asException());
              });

  @AfterAll
  static void close() {
    VERTX.close().await();
  }

  private FakeSocket arriving(Future<Optional<Known>> known, Optional<String> token) {
    FakeSocket socket = new FakeSocket();
    Arriving arriving =
        new Arriving(desk.desk(), socket, known, begun -> {}, Duration.ofSeconds(1));
    arriving.begin();
    token.ifPresent(
        it ->
            arriving.take(
                new Asked.Hello(Optional.empty(), 1, Optional.of(it), Map.of(), false, List.of())));
    return socket;
  }

  @Test
  void whoGaveACredentialThatCannotBeJudgedMayTryAgain() {
    FakeSocket ticket = arriving(Promise.<Optional<Known>>promise().future(), Optional.empty());
    FakeSocket slow = arriving(NO_CREDENTIAL, Optional.of("slow"));
    FakeSocket away = arriving(NO_CREDENTIAL, Optional.of("away"));
    FakeSocket wrong = arriving(NO_CREDENTIAL, Optional.of("wrong"));
    FakeSocket mute = arriving(NO_CREDENTIAL, Optional.empty());

    assertThat(away.closes()).containsExactly(1013);
    assertThat(wrong.closes()).containsExactly(4401);
    await()
        .until(
            () -> List.of(ticket, slow, mute).stream().noneMatch(each -> each.closes().isEmpty()));
    assertThat(ticket.closes()).containsExactly(1013);
    assertThat(slow.closes()).containsExactly(1013);
    assertThat(mute.closes()).containsExactly(4401);
    assertThat(List.of(ticket, slow, away, wrong, mute))
        .allSatisfy(each -> assertThat(each.messages()).isEmpty());
  }
}
