package io.foyer.evaluations.intra;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.demo.Faults.Fault;
import io.foyer.demo.IntraStandIn;
import io.foyer.demo.RecordedCall;
import io.foyer.demo.TeamPages;
import io.foyer.evaluations.intra.IntraFailure.Refused;
import io.foyer.evaluations.intra.IntraFailure.Unavailable;
import io.foyer.platform.config.Secret;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client against a real HTTP server on loopback. */
class IntraClientTest {
  private static final Duration LONG = ofSeconds(30);

  /** The end of a test comes first. */
  private static final Duration ENDLESS = Duration.ofHours(1);

  private final Vertx vertx = Vertx.vertx();
  private final IntraStandIn intra = new IntraStandIn(vertx).strict();
  private final TickingClock clock = new TickingClock(Instant.now());
  private IntraClient client;

  @BeforeEach
  void start() {
    intra.start(0).await();
    client = client(LONG, IntraClient.breaker());
  }

  @AfterEach
  void stop() {
    client.close().await();
    vertx.close().await();
  }

  private IntraClient client(Duration callTimeout, CircuitBreakerOptions breaker) {
    IntraConfig config =
        new IntraConfig(intra.url(), "app", Secret.of("app-secret"), Map.of(), callTimeout);
    return new IntraClient(vertx, config, breaker, clock);
  }

  private List<RecordedCall> calls(String pathPrefix) {
    return intra.calls().stream().filter(call -> call.target().startsWith(pathPrefix)).toList();
  }

  @Test
  void twoCallsShareOneToken() {
    intra.team(7, List.of("ann", "bob")).email("ann", Optional.of("ann@example.org"));

    assertThat(client.members(7, LONG).await()).containsExactly("ann", "bob");
    assertThat(client.email("ann", LONG).await()).contains("ann@example.org");

    assertThat(calls("/oauth/token"))
        .singleElement()
        .satisfies(
            call ->
                assertThat(new JsonObject(call.body()))
                    .isEqualTo(
                        new JsonObject()
                            .put("grant_type", "client_credentials")
                            .put("client_id", "app")
                            .put("client_secret", "app-secret")));
  }

  @Test
  void twentyParallelCallsAskForOneToken() {
    intra.team(7, List.of("ann"));
    intra.faults().on("/oauth/token", new Fault.Delay(ofMillis(200)));

    Future.all(parallelCalls()).await();

    assertThat(calls("/oauth/token")).hasSize(1);
    assertThat(calls("/v2/teams/7/users")).hasSize(20);
  }

  @Test
  void anExpiredTokenIsRenewedOnceUnderParallelCalls() {
    intra.team(7, List.of("ann"));
    client.members(7, LONG).await();
    clock.forward(Duration.ofHours(2).minusSeconds(9));

    Future.all(parallelCalls()).await();

    assertThat(calls("/oauth/token")).hasSize(2);
  }

  @Test
  void aRefusedTokenIsRenewedOnceAndEveryCallRetriedOnce() {
    intra.team(7, List.of("ann"));
    client.members(7, LONG).await();
    intra.revokeTokens();

    Future.all(parallelCalls()).await();

    assertThat(calls("/oauth/token")).hasSize(2);
  }

  @Test
  void aTokenRefusedAgainAfterItsRenewalIsNoEndlessLoop() {
    intra.faults().on("/v2/teams", new Fault.Status(401));

    assertThatThrownBy(() -> client.members(7, LONG).await()).isInstanceOf(Unavailable.class);

    assertThat(calls("/v2/teams")).hasSize(2);
    assertThat(calls("/oauth/token")).hasSize(2);
  }

  @Test
  void wrongCredentialsAreTransientForTheWorkThatWaits() {
    intra.faults().on("/oauth/token", new Fault.Status(401));

    assertThatThrownBy(() -> client.members(7, LONG).await()).isInstanceOf(Unavailable.class);
    intra.faults().clear();
    intra.team(7, List.of("ann"));

    assertThat(client.members(7, LONG).await()).containsExactly("ann");
  }

  @Test
  void aHungTokenEndpointDoesNotOutliveTheDeadline() {
    client = client(ENDLESS, IntraClient.breaker());
    intra.faults().on("/oauth/token", new Fault.Hang());

    List<Future<?>> all =
        IntStream.range(0, 20).<Future<?>>mapToObj(i -> client.members(7, ofMillis(300))).toList();
    assertThatThrownBy(() -> Future.join(all).await()).isInstanceOf(Unavailable.class);

    assertThat(all).allMatch(Future::failed);
    assertThat(calls("/oauth/token")).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void aHungAnswerDoesNotOutliveTheDeadline() {
    client = client(ENDLESS, IntraClient.breaker());
    intra.faults().on("/v2/teams", new Fault.Hang());

    assertThatThrownBy(() -> client.members(7, ofMillis(300)).await())
        .isInstanceOf(Unavailable.class);
  }

  @Test
  void aCallThatWaitsForAConnectionKeepsItsDeadline() {
    client = client(ENDLESS, IntraClient.breaker());
    intra.faults().on("/v2/teams", new Fault.Hang());
    client.email("nobody", LONG).await();
    List<Future<?>> hung =
        IntStream.range(0, 8).<Future<?>>mapToObj(i -> client.members(i + 1, ENDLESS)).toList();
    Awaitility.await().until(() -> calls("/v2/teams").size() == 8);

    assertThatThrownBy(() -> client.members(99, ofMillis(300)).await())
        .isInstanceOf(Unavailable.class);

    assertThat(hung).noneMatch(Future::isComplete);
  }

  @Test
  void aRateLimitIsWaitedOutInsideTheDeadline() {
    intra.team(7, List.of("ann"));
    intra.faults().on("/v2/teams", limit("1"), 2);

    assertThat(client.members(7, LONG).await()).containsExactly("ann");

    assertThat(calls("/v2/teams")).hasSize(3);
    assertPauses(ofSeconds(1));
  }

  @Test
  void aRetryAfterOfZeroIsNoTightLoop() {
    intra.faults().on("/v2/teams", limit("0"));

    assertThatThrownBy(() -> client.members(7, ofSeconds(3)).await())
        .isInstanceOfSatisfying(
            Unavailable.class, failure -> assertThat(failure.retryAfter()).isPresent());

    assertThat(calls("/v2/teams")).hasSizeBetween(2, 13);
    assertPauses(ofMillis(250));
  }

  @Test
  void aRateLimitBeyondTheDeadlineFailsAtOnceAndHoldsBackTheNextCall() {
    intra.faults().on("/v2/teams", limit("600"));

    assertThatThrownBy(() -> client.members(7, LONG).await())
        .isInstanceOfSatisfying(
            Unavailable.class,
            failure -> assertThat(failure.retryAfter()).contains(Duration.ofMinutes(10)));
    assertThatThrownBy(() -> client.members(8, LONG).await())
        .isInstanceOfSatisfying(
            Unavailable.class,
            failure ->
                assertThat(failure.retryAfter().orElseThrow())
                    .isBetween(Duration.ofMinutes(8), Duration.ofMinutes(10)));

    assertThat(calls("/v2/teams")).hasSize(1);
  }

  @Test
  void membersAreFollowedOverLinkedPages() {
    intra.team(7, List.of("a", "b", "c", "b", "d")).pages(new TeamPages(2, true));

    assertThat(client.members(7, LONG).await()).containsExactly("a", "b", "c", "d");

    assertThat(calls("/v2/teams"))
        .extracting(RecordedCall::target)
        .containsExactly(
            "/v2/teams/7/users",
            "/v2/teams/7/users?page%5Bnumber%5D=2",
            "/v2/teams/7/users?page%5Bnumber%5D=3");
  }

  @Test
  void membersAreFollowedOverCountedPages() {
    intra.team(7, List.of("a", "b", "c")).pages(new TeamPages(2, false));

    assertThat(client.members(7, LONG).await()).containsExactly("a", "b", "c");
  }

  @Test
  void pagesThatNeverEndAreLeftAfterTwenty() {
    intra.team(7, IntStream.range(0, 50).mapToObj(i -> "u" + i).toList());
    intra.pages(new TeamPages(1, true));

    assertThat(client.members(7, LONG).await()).hasSize(20);
  }

  @Test
  void aMemberWithoutALoginIsLeftOut() {
    intra
        .faults()
        .on("/v2/teams", body("[{\"login\":\"ann\"},{\"id\":1},null,{\"login\":null},\"x\"]"));

    assertThat(client.members(7, LONG).await()).containsExactly("ann");
  }

  @Test
  void anAnswerThatMakesNoSenseIsTransient() {
    for (String nonsense : List.of("null", "{}", "", "[", "3", "[".repeat(5_000))) {
      intra.faults().on("/v2/teams", body(nonsense), 1);

      assertThatThrownBy(() -> client.members(7, LONG).await())
          .as(nonsense)
          .isInstanceOf(Unavailable.class);
    }
  }

  @Test
  void anUnknownTeamIsRefused() {
    assertThatThrownBy(() -> client.members(7, LONG).await())
        .isInstanceOfSatisfying(
            Refused.class, failure -> assertThat(failure.status()).isEqualTo(404));
  }

  @Test
  void theCircuitOpensAfterFiveFailures() {
    client = client(LONG, IntraClient.breaker().setResetTimeout(ENDLESS.toMillis()));
    intra.faults().on("/v2/teams", new Fault.Status(503), 4);
    intra.faults().on("/v2/teams", new Fault.CloseConnection(), 1);
    IntStream.range(0, 5).forEach(i -> assertUnavailable());

    assertUnavailable();
    assertThat(calls("/v2/teams")).hasSize(5);
  }

  @Test
  void theCircuitClosesAfterAProbeThatSucceeds() {
    client = client(LONG, IntraClient.breaker().setResetTimeout(500));
    intra.team(7, List.of("ann"));
    intra.faults().on("/v2/teams", new Fault.Status(503), 5);
    IntStream.range(0, 5).forEach(i -> assertUnavailable());

    Awaitility.await()
        .untilAsserted(
            () -> assertThat(client.members(7, LONG).otherwise(List.of()).await()).isNotEmpty());
  }

  @Test
  void refusalsDoNotOpenTheCircuit() {
    IntStream.range(0, 10)
        .forEach(
            i ->
                assertThatThrownBy(() -> client.members(7, LONG).await())
                    .isInstanceOf(Refused.class));
  }

  @Test
  void anEmailIsAskedForOnceAnHour() {
    intra.email("ann", Optional.of("ann@example.org"));
    Future.all(client.email("ann", LONG), client.email("ann", LONG)).await();
    clock.forward(Duration.ofMinutes(59));
    client.email("ann", LONG).await();
    assertThat(calls("/v2/users/ann")).hasSize(1);

    clock.forward(Duration.ofMinutes(1));
    intra.email("ann", Optional.of("new@example.org"));

    assertThat(client.email("ann", LONG).await()).contains("new@example.org");
    assertThat(calls("/v2/users/ann")).hasSize(2);
  }

  @Test
  void aMissingEmailIsRememberedForFiveMinutes() {
    intra.email("nul", Optional.empty());
    assertThat(client.email("nul", LONG).await()).isEmpty();
    assertThat(client.email("gone", LONG).await()).isEmpty();
    intra.email("gone", Optional.of("back@example.org"));
    assertThat(client.email("gone", LONG).await()).isEmpty();

    clock.forward(Duration.ofMinutes(5));

    assertThat(client.email("gone", LONG).await()).contains("back@example.org");
  }

  @Test
  void aFailedLookUpIsNotRemembered() {
    intra.email("ann", Optional.of("ann@example.org"));
    intra.faults().on("/v2/users", new Fault.Status(500), 1);
    assertThatThrownBy(() -> client.email("ann", LONG).await()).isInstanceOf(Unavailable.class);

    assertThat(client.email("ann", LONG).await()).contains("ann@example.org");
  }

  @Test
  void aLoginIsNeverReadAsAPath() {
    assertThat(client.email("a/../b c?d", LONG).await()).isEmpty();
    assertThat(client.email("..", LONG).await()).isEmpty();
    assertThat(client.email("", LONG).await()).isEmpty();

    assertThat(calls("/v2"))
        .extracting(RecordedCall::target)
        .containsExactly("/v2/users/a%2F..%2Fb%20c%3Fd");
  }

  @Test
  void anEvaluationIsReadAsItIsNow() {
    intra.evaluation(
        new JsonObject()
            .put("id", 42)
            .put("begin_at", "2026-12-01T15:15:00.000+01:00")
            .put("updated_at", "2026-11-01T00:00:00Z")
            .put("team", new JsonObject().put("id", 7))
            .put("corrector", new JsonObject().put("login", "eva")));

    assertThat(client.scaleTeam(42, LONG).await())
        .contains(
            new ScaleTeam(
                42,
                Instant.parse("2026-12-01T14:15:00Z"),
                7,
                new Corrector.Known("eva"),
                Optional.of(Instant.parse("2026-11-01T00:00:00Z"))));
  }

  @Test
  void anEvaluationThatIsUnknownOrForbiddenIsAbsent() {
    intra.faults().on("/v2/scale_teams/43", new Fault.Status(403));

    assertThat(client.scaleTeam(42, LONG).await()).isEmpty();
    assertThat(client.scaleTeam(43, LONG).await()).isEmpty();
  }

  private List<Future<List<String>>> parallelCalls() {
    return IntStream.range(0, 20).mapToObj(i -> client.members(7, LONG)).toList();
  }

  private void assertUnavailable() {
    assertThatThrownBy(() -> client.members(7, LONG).await()).isInstanceOf(Unavailable.class);
  }

  private void assertPauses(Duration atLeast) {
    List<RecordedCall> calls = calls("/v2/teams");
    for (int i = 1; i < calls.size(); i++) {
      assertThat(Duration.between(calls.get(i - 1).at(), calls.get(i).at()))
          .isGreaterThanOrEqualTo(atLeast.minusMillis(20));
    }
  }

  private static Fault limit(String retryAfter) {
    return new Fault.Status(429, Map.of("Retry-After", retryAfter), "");
  }

  private static Fault body(String text) {
    return new Fault.Status(200, Map.of(), text);
  }
}
