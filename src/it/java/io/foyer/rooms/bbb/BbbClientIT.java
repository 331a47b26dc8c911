package io.foyer.rooms.bbb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.foyer.demo.BbbStandIn;
import io.foyer.demo.BbbStandIn.Recording;
import io.foyer.demo.Faults.Fault;
import io.foyer.platform.config.Secret;
import io.foyer.platform.http.OutboundFailure.AnswerLost;
import io.foyer.platform.http.OutboundFailure.NotSent;
import io.foyer.rooms.bbb.BbbClient.BbbMeeting;
import io.foyer.testing.Futures;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BbbClientIT {
  private static final Instant NOW = Instant.parse("2026-03-04T08:30:00Z");
  private static final Map<String, String> PASSWORDS =
      Map.of("moderatorPW", "mod", "attendeePW", "att");

  private final Vertx vertx = Vertx.vertx();
  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private final BbbStandIn server = new BbbStandIn(vertx, "s3cret", now::get);
  private BbbClient client;

  @BeforeEach
  void start() {
    Futures.await(server.start(0));
    client = client(BbbChecksum.SHA256, "s3cret", Duration.ofSeconds(10));
  }

  @AfterEach
  void close() {
    Futures.await(vertx.close());
  }

  private BbbClient client(BbbChecksum checksum, String secret, Duration deadline) {
    return new BbbClient(vertx, new BbbServer(server.api(), Secret.of(secret), checksum), deadline);
  }

  private BbbMeeting create(String id) {
    return Futures.await(client.create(id, "Röom & Co", PASSWORDS));
  }

  private static BbbException refused(Future<?> call) {
    return catchThrowableOfType(BbbException.class, () -> Futures.await(call));
  }

  private boolean join(String id, String role) throws Exception {
    URI address =
        client.joinAddress(
            new BbbParameters()
                .with("fullName", "Dr. Eva & Co 😀")
                .with("meetingID", id)
                .with("role", role)
                .with("userID", "eva"));
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
        .body()
        .contains("successfullyJoined");
  }

  @ParameterizedTest
  @EnumSource(BbbChecksum.class)
  void theServerTakesEveryKindOfChecksum(BbbChecksum checksum) {
    BbbClient other = client(checksum, "s3cret", Duration.ofSeconds(10));

    assertThat(Futures.await(other.create("m 1/ä&=+", "N +&=%ä", Map.of())).id())
        .isEqualTo("m 1/ä&=+");
    assertThat(refused(client(checksum, "wrong", Duration.ofSeconds(10)).meetings()).key())
        .isEqualTo("checksumError");
  }

  @Test
  void aMeetingFromItsCreationToItsEnd() throws Exception {
    BbbMeeting created = create("m-1");
    assertThat(created.joined()).isFalse();
    assertThat(create("m-1").created()).isEqualTo(created.created());
    assertThat(Futures.await(client.isRunning("m-1"))).isFalse();

    assertThat(join("m-1", "MODERATOR")).isTrue();

    assertThat(Futures.await(client.isRunning("m-1"))).isTrue();
    BbbMeeting info = Futures.await(client.info("m-1")).orElseThrow();
    assertThat(info.joined()).isTrue();
    assertThat(info.participants()).isEqualTo(1);
    assertThat(info.name()).isEqualTo("Röom & Co");
    assertThat(info.moderatorPassword()).contains("mod");
    assertThat(Futures.await(client.meetings())).hasSize(1);

    Futures.await(client.end("m-1", Optional.of("mod")));
    await().until(() -> Futures.await(client.info("m-1")).isEmpty());
    assertThat(Futures.await(client.meetings())).isEmpty();
  }

  @Test
  void anotherMeetingUnderTheSameIdIsRefused() {
    create("m-1");

    BbbException refused =
        refused(client.create("m-1", "x1", Map.of("moderatorPW", "a", "attendeePW", "b")));

    assertThat(refused.key()).isEqualTo("idNotUnique");
    assertThat(refused(client.create("m-2", "x", Map.of())).key()).isEqualTo("validationError");
    assertThat(refused(client.end("none", Optional.empty())).key()).isEqualTo("notFound");
  }

  @Test
  void aMeetingThatNobodyJoinsIsDropped() {
    create("m-1");
    now.set(NOW.plus(Duration.ofMinutes(5)));

    assertThat(Futures.await(client.info("m-1"))).isEmpty();
  }

  @Test
  void findsTheRecordingsOfOneMeetingOnAllPages() {
    IntStream.range(0, 250)
        .forEach(n -> server.record(new Recording("r" + n, "m-1", "R", "published", Map.of())));
    server.record(new Recording("x", "m-10", "R", "published", Map.of()));
    server.record(new Recording("hidden", "m-1", "R", "unpublished", Map.of()));

    assertThat(Futures.await(client.recordings("m-1")))
        .hasSize(251)
        .allMatch(it -> it.meetingId().equals("m-1"))
        .doesNotHaveDuplicates();
    assertThatThrownBy(() -> client.recordings("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> client.deleteRecordings(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> client.deleteRecordings(List.of("")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void publishesAndDeletesExactlyWhatIsNamed() {
    List.of("r1", "r2", "r10")
        .forEach(id -> server.record(new Recording(id, "m-1", "R", "published", Map.of())));

    assertThat(Futures.await(client.publishRecordings(List.of("r2"), false))).isFalse();
    assertThat(Futures.await(client.updateRecordings(List.of("r2"), Map.of("a", "b")))).isTrue();
    assertThat(Futures.await(client.deleteRecordings(List.of("r1")))).isTrue();

    assertThat(server.recordings()).extracting(Recording::recordId).containsExactly("r2", "r10");
    assertThat(refused(client.deleteRecordings(List.of("r1"))).key()).isEqualTo("notFound");
  }

  @Test
  void writesIntoAMeeting() {
    create("m-1");

    Futures.await(client.sendChatMessage("m-1", "Hello & welcome", "Foyer"));
    Futures.await(
        client.insertDocument(
            "m-1",
            "<modules><module name=\"presentation\"><document url=\"https://x.example/a.pdf\""
                + " filename=\"a.pdf\"/></module></modules>"));
    assertThat(refused(client.insertDocument("m-1", "<modules/>")).key()).isEqualTo("paramError");
  }

  @Test
  void aServerThatIsAwayWasNotReachedAndAHangingOneMayHaveActed() {
    BbbClient hurried = client(BbbChecksum.SHA1, "s3cret", Duration.ofMillis(500));
    server.faults().on("/bigbluebutton/api/create", new Fault.Hang(), 1);
    assertThatThrownBy(() -> Futures.await(hurried.create("m-1", "Room", Map.of())))
        .isInstanceOf(AnswerLost.class);

    server.faults().on("/bigbluebutton/api/create", new Fault.Status(502), 1);
    assertThat(refused(client.create("m-1", "Room", Map.of())).key()).isEqualTo("status502");

    // Without a connection from before, which the server may close while a request is written.
    BbbClient fresh = client(BbbChecksum.SHA1, "s3cret", Duration.ofSeconds(10));
    Futures.await(server.close());
    assertThatThrownBy(() -> Futures.await(fresh.meetings())).isInstanceOf(NotSent.class);
  }

  @Test
  void afterFiveCallsWithoutAnAnswerTheNextFailAtOnce() {
    Futures.await(server.close());
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> Futures.await(client.meetings())).isInstanceOf(NotSent.class);
    }
    assertThatThrownBy(() -> Futures.await(client.meetings()))
        .isInstanceOf(OpenCircuitException.class);
  }

  @Test
  void aRefusalOpensNoCircuit() {
    for (int i = 0; i < 10; i++) {
      assertThat(refused(client.end("none", Optional.empty())).key()).isEqualTo("notFound");
    }
    Futures.await(client.probe());
  }
}
