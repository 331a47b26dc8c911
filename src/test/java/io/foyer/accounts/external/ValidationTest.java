package io.foyer.accounts.external;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foyer.accounts.ExternalUser;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.http.Circuit;
import io.foyer.platform.http.OutboundHttp;
import io.foyer.platform.web.Caller.Role;
import io.foyer.testing.LogWatch;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Asking an accounts server that answers rightly, slowly, wrongly and never. */
class ValidationTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Duration PROBE_AFTER = Duration.ofHours(1);

  private final Vertx vertx = Vertx.vertx();
  private final AccountsServer server = new AccountsServer(vertx);
  private final OutboundHttp http = new OutboundHttp(vertx, server.url(), 4);
  private Circuit circuit = new Circuit(vertx, "test", Circuit.options(PROBE_AFTER));
  private TokenIntrospection tokenIntrospection =
      new TokenIntrospection(http, circuit, TIMEOUT, PROBE_AFTER);

  @AfterEach
  void close() {
    http.close().await();
    vertx.close().await();
  }

  private Optional<ExternalUser> ask(String token) {
    return tokenIntrospection.of(token).await();
  }

  private void isAway(String token) {
    assertThatThrownBy(() -> ask(token))
        .isInstanceOfSatisfying(
            ProblemException.class,
            known -> assertThat(known.problem()).isInstanceOf(Problem.Unavailable.class));
  }

  @Test
  void aGoodTokenNamesAPerson() {
    server.knows("good", "5f", "Jane", "admin", "user");

    assertThat(ask("good")).contains(new ExternalUser("5f", "Jane", "", Role.ADMIN));
    assertThat(server.asked()).containsExactly("GET /v1/accounts/validate");
  }

  @ParameterizedTest
  @CsvSource({"user,USER", "service,SERVICE", "bot,BOT"})
  void theRoleFollowsTheirs(String theirs, Role ours) {
    server.knows("good", "5f", "Jane", theirs);

    assertThat(ask("good")).contains(new ExternalUser("5f", "Jane", "", ours));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void whomTheyRefuseIsRefused(int status) {
    server.answers(status, "{\"error\":1000}");

    assertThat(ask("bad")).isEmpty();
  }

  @Test
  void anAnswerThatNamesNobodyAdmitsNobody() {
    JsonObject whole =
        new JsonObject().put("user", "5f").put("type", 1).put("roles", JsonArray.of("user"));
    server.says("nouser", whole.copy().putNull("user"));
    server.says("emptyuser", whole.copy().put("user", ""));
    server.says("notype", whole.copy().put("type", "1"));
    server.says("noroles", whole.copy().put("roles", JsonArray.of("guest", 1)));
    server.says("oddroles", whole.copy().put("roles", "admin"));

    for (String token : server.tokens()) {
      assertThat(ask(token)).as(token).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      value = {"200|<html>", "200|[]", "200|''", "204|''", "302|''", "404|{}", "429|{}", "500|{}"},
      delimiter = '|')
  void whatIsNoAnswerIsAnOutage(int status, String body) {
    server.answers(status, body);

    isAway("any");
  }

  @Test
  void whoIsSlowerThanTheTimeoutIsAway() {
    server.knows("good", "5f", "Jane", "user");
    server.slow(50);
    assertThat(ask("good")).isPresent();

    server.silent(); // who waited for it would wait for ever
    isAway("good");
  }

  @Test
  void afterFiveFailuresNobodyAsks() {
    server.hangsUp();
    IntStream.range(0, 5).forEach(i -> isAway("good"));
    int before = server.asked().size();

    IntStream.range(0, 20).forEach(i -> isAway("good"));
    assertThat(server.asked()).hasSize(before);
    assertThat(circuit.closed()).isFalse();
  }

  @Test
  void aProbeThatSucceedsIsTheEndOfAnOutage() {
    circuit = new Circuit(vertx, "probing", Circuit.options(Duration.ofMillis(500)));
    tokenIntrospection = new TokenIntrospection(http, circuit, TIMEOUT, PROBE_AFTER);
    server.knows("good", "5f", "Jane", "user");
    server.hangsUp();
    await()
        .until(
            () -> {
              isAway("good");
              return !circuit.closed();
            });

    server.well();
    await().ignoreExceptions().until(() -> ask("good").isPresent());
    assertThat(circuit.closed()).isTrue();
  }

  @Test
  void refusalsAreNoFailures() {
    IntStream.range(0, 20).forEach(i -> assertThat(ask("unknown" + i)).isEmpty());
    assertThat(circuit.closed()).isTrue();
  }

  @Test
  void noTokenIsLogged() {
    try (LogWatch logs = LogWatch.open()) {
      server.answers(500, "canary-token-7");
      isAway("canary-token-7");
      server.hangsUp();
      isAway("canary-token-7");
      server.silent();
      isAway("canary-token-7");

      assertThat(logs.lines()).isNotEmpty();
      assertThat(logs.holding("canary-token-7")).isEmpty();
    }
  }
}
