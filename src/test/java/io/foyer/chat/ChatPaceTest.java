package io.foyer.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.limits.LimitsConfig;
import io.foyer.platform.limits.RateLimiter;
import io.foyer.platform.web.Caller;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** How many messages an account may send in a minute, on a clock of the test's own. */
class ChatPaceTest {
  private static final int RATE = 30;

  private final AtomicLong micros = new AtomicLong(17);
  private final SendRateLimit sendRateLimit =
      new SendRateLimit(
          RateLimiter.local(
              new LimitsConfig(RATE, 0, Duration.ofMinutes(1)),
              micros::get,
              new SimpleMeterRegistry()));
  private final Caller ann = caller("ann");

  private static Caller caller(String id) {
    return new Caller(id, id, Caller.Role.USER, Optional.empty());
  }

  private void taken(int messages) {
    for (int i = 0; i < messages; i++) {
      assertThat(sendRateLimit.count(ann).succeeded()).as("message %d", i).isTrue();
    }
  }

  private Problem.TooMany refused() {
    Future<Void> counted = sendRateLimit.count(ann);
    assertThat(counted.cause()).isInstanceOf(ProblemException.class);
    return (Problem.TooMany) ((ProblemException) counted.cause()).problem();
  }

  @Test
  void aMinutesMessagesMayComeAtOnceAndTheNextIsToldWhen() {
    taken(RATE);

    assertThat(refused().retryAfter()).isEqualTo(Duration.ofSeconds(2));
    micros.addAndGet(1_500_000);
    assertThat(refused().retryAfter()).isEqualTo(Duration.ofMillis(500));
    micros.addAndGet(500_000);
    taken(1);
    assertThat(refused().retryAfter()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void anotherAccountIsCountedByItself() {
    taken(RATE);
    assertThat(refused().retryAfter()).isPositive();

    assertThat(sendRateLimit.count(caller("bob")).succeeded()).isTrue();
  }

  @Test
  void aMinuteOfSilenceGivesAllBack() {
    taken(RATE);
    micros.addAndGet(60_000_000);

    taken(RATE);
    assertThat(refused().retryAfter()).isPositive();
  }
}
