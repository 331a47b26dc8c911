package io.foyer.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.foyer.notify.RemoteSide.Answer;
import io.foyer.platform.outbox.OutboxMessage;
import io.foyer.platform.outbox.Outcome;
import io.foyer.platform.outbox.Outcome.Again;
import io.foyer.platform.outbox.Outcome.Lost;
import io.foyer.platform.outbox.Outcome.Refused;
import io.foyer.platform.outbox.Outcome.Sent;
import io.foyer.platform.outbox.Outcome.Throttled;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every channel must keep: above all, to tell a message that did not leave from one that may
 * have left. Each implementation runs all of it against a remote side that misbehaves.
 */
public abstract class ChannelContract {
  protected static final Instant NOW = Instant.parse("2026-12-01T09:45:00Z");

  /** Leads to a fixed address, by the key. */
  public static final ReminderLinks LINKS = (key, room) -> "https://foyer.example/j/" + key;

  // A busy machine must not make a quick answer late; only the few hanging calls wait so long.
  protected static final Duration CALL_TIMEOUT = Duration.ofSeconds(3);

  protected Vertx vertx = Vertx.vertx();
  protected RemoteSide remote = new RemoteSide(vertx);

  /** The channel, speaking to {@code url}, its clock at {@link #NOW}. */
  protected abstract Channel channel(URI url);

  /** The path of the call that makes the message visible. */
  protected abstract String effect();

  /** What that call is answered when all is well. */
  protected abstract JsonObject accepted();

  /** Whether a 2xx alone says that the message was taken, whatever the body. */
  protected abstract boolean statusIsEnough();

  /** Makes all other calls succeed. */
  protected void prepare() {}

  @BeforeEach
  final void allIsWell() {
    prepare();
    remote.answer(effect(), Answer.json(200, accepted()));
  }

  @AfterEach
  final void close() {
    vertx.close().await();
  }

  protected static OutboxMessage message(String id, boolean answerLost) {
    JsonObject payload =
        new JsonObject()
            .put("title", "42 Evaluation")
            .put("startsAt", "2026-12-01T10:00:00Z")
            .put("key", "abc?a=1&b=2")
            .put("emails", new JsonArray().add("ada@example.org"));
    return new OutboxMessage(
        id,
        "m1",
        1,
        "reminder",
        "any",
        "ada",
        Optional.empty(),
        payload,
        1,
        NOW.plusSeconds(1500),
        answerLost,
        7);
  }

  protected Outcome send(OutboxMessage message) {
    return send(channel(remote.url()), message);
  }

  protected static Outcome send(Channel channel, OutboxMessage message) {
    try {
      Duration most = channel.deadline().plusSeconds(20); // and what a busy machine adds
      return channel.send(message).await(most.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("the channel gave no outcome", e);
    }
  }

  private Outcome sendOne() {
    return send(message("6566", false));
  }

  @Test
  void promisesADeadlineThatCoversItsCalls() {
    assertThat(channel(remote.url()).deadline()).isGreaterThanOrEqualTo(CALL_TIMEOUT);
    assertThat(channel(remote.url()).concurrency()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202})
  void isSentOnceWhenTheRemoteSideAcceptsWithWhatever2xx(int status) {
    remote.answer(effect(), Answer.json(status, accepted()));

    assertThat(sendOne()).isInstanceOf(Sent.class);
    assertThat(remote.received(effect())).hasSize(1);
  }

  @Test
  void isWorthAnotherAttemptWhenNobodyListens() {
    Channel channel = channel(remote.url());
    remote.close();

    assertThat(send(channel, message("6566", false))).isInstanceOf(Again.class);
  }

  @Test
  void isLostWhenTheConnectionEndsAfterTheRequest() {
    remote.answer(effect(), new Answer.Cut());

    assertThat(sendOne()).isInstanceOf(Lost.class);
    assertThat(remote.received(effect())).hasSize(1);
  }

  @Test
  void isLostWithinTheDeadlineWhenTheRemoteSideHangs() {
    remote.answer(effect(), new Answer.Silence());

    assertThat(sendOne()).isInstanceOf(Lost.class);
  }

  @Test
  void honoursRetryAfter() {
    remote.answer(
        effect(), new Answer.Whole(429, Map.of("Retry-After", "7"), Buffer.buffer("slow down")));

    assertThat(pause(sendOne())).contains(Duration.ofSeconds(7));
  }

  @Test
  void takesARetryAfterOfZeroForASecond() {
    remote.answer(effect(), new Answer.Whole(429, Map.of("Retry-After", "0"), Buffer.buffer()));

    assertThat(pause(sendOne())).contains(Duration.ofSeconds(1));
  }

  @Test
  void isNeitherSentNorRefusedWhenTheRemoteSideFails() {
    remote.answer(effect(), Answer.json(500, new JsonObject()));

    assertThat(sendOne()).isNotInstanceOfAny(Sent.class, Refused.class);
  }

  @Test
  void isLostWhenTheGatewayGaveUpWaiting() {
    remote.answer(effect(), Answer.json(504, new JsonObject()));

    assertThat(sendOne()).isInstanceOf(Lost.class);
  }

  @Test
  void readsNoMoreOfAnAnswerThanItsLimit() {
    remote.answer(
        effect(), new Answer.Whole(200, Map.of(), Buffer.buffer(" ".repeat(8 << 20) + "{}")));

    assertThat(sendOne()).isInstanceOf(Lost.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{\"ok\":tr", "null", "[]", "\"ok\"", "{}", "<html>", "{\"ok\":\"yes\"}", ""})
  void neverRepeatsBlindlyWhatWasAnsweredUnreadably(String body) {
    remote.answer(effect(), new Answer.Whole(200, Map.of(), Buffer.buffer(body)));

    assertThat(sendOne()).isInstanceOf(statusIsEnough() ? Sent.class : Lost.class);
  }

  @Test
  void failsTheFutureOnAPayloadThatIsADefect() {
    OutboxMessage message = message("6566", false);
    message.payload().remove("startsAt");

    assertThat(unreadable(message).unknownKind()).isFalse();
    assertThat(remote.received(effect())).isEmpty();
  }

  @Test
  void failsTheFutureOnAKindItDoesNotKnow() {
    OutboxMessage known = message("6566", false);
    OutboxMessage message =
        new OutboxMessage(
            known.id(),
            "m1",
            1,
            "invitation",
            "any",
            "ada",
            Optional.empty(),
            known.payload(),
            1,
            known.expiresAt(),
            false,
            7);

    assertThat(unreadable(message).unknownKind()).isTrue();
    assertThat(remote.received(effect())).isEmpty();
  }

  private Notification.Unreadable unreadable(OutboxMessage message) {
    return catchThrowableOfType(
        Notification.Unreadable.class, () -> channel(remote.url()).send(message).await());
  }

  private static Optional<Duration> pause(Outcome outcome) {
    return switch (outcome) {
      case Again again -> again.after();
      case Throttled throttled -> Optional.of(throttled.after());
      case Sent sent -> Optional.empty();
      case Refused refused -> Optional.empty();
      case Lost lost -> Optional.empty();
    };
  }
}
