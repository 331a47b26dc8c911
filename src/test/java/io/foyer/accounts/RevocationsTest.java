package io.foyer.accounts;

import static io.foyer.testing.Futures.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.Problem;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Caller.Role;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a node knows of sessions that have ended. */
class RevocationsTest {
  private final AtomicLong nanos = new AtomicLong(7);
  private final Revocations revocations = new Revocations(Duration.ofSeconds(30), nanos::get);

  @Test
  void nobodyIsLetInBeforeTheFirstReading() {
    assertThat(problem(admit("a"))).isInstanceOf(Problem.Unavailable.class);
  }

  @Test
  void whoseSessionGoesOnIsLetIn() {
    read(Set.of("b"));

    assertThat(admit("a").succeeded()).isTrue();
    assertThat(problem(admit("b"))).isInstanceOf(Problem.Denied.class);
  }

  @Test
  void whatThisNodeItselfEndedCountsAtOnce() {
    read(Set.of());

    revocations.note(Set.of("a"));

    assertThat(problem(admit("a"))).isInstanceOf(Problem.Denied.class);
  }

  @Test
  void knowledgeOfHalfAMinuteAgoIsTooOld() {
    read(Set.of());

    pass(Duration.ofSeconds(30));
    assertThat(admit("a").succeeded()).isTrue();
    pass(Duration.ofMillis(1));
    assertThat(problem(admit("a"))).isInstanceOf(Problem.Unavailable.class);
    read(Set.of());
    assertThat(admit("a").succeeded()).isTrue();
  }

  @Test
  void listenersHearOfASessionOnce() {
    List<String> heard = new ArrayList<>();
    revocations.listen(heard::addAll);

    revocations.note(Set.of("a"));
    read(Set.of("a", "b"));
    read(Set.of("a", "b"));

    assertThat(heard).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void whoCannotBeToldKeepsNobodyElseFromKnowing() {
    List<String> heard = new ArrayList<>();
    revocations.listen(
        ended -> {
          throw new IllegalStateException("a socket that is closed already");
        });
    revocations.listen(heard::addAll);

    read(Set.of("a"));

    assertThat(heard).containsExactly("a");
    assertThat(problem(admit("a"))).isInstanceOf(Problem.Denied.class);
    assertThat(admit("b").succeeded()).isTrue();
  }

  @Test
  void whatNoTokenCanNameAnyMoreIsForgotten() {
    read(Set.of("a"));
    pass(Revocations.MEMORY);
    revocations.forget();
    assertThat(revocations.size()).isOne();

    pass(Duration.ofSeconds(1));
    revocations.forget();

    assertThat(revocations.size()).isZero();
    assertThat(Revocations.MEMORY).isGreaterThan(AccessTokens.LIFETIME);
  }

  private void read(Set<String> ended) {
    revocations.read(ended, nanos.get());
  }

  private void pass(Duration span) {
    nanos.addAndGet(span.toNanos());
  }

  private Future<Caller> admit(String session) {
    return revocations.admit(new Caller("id", "alice", Role.USER, Optional.of(session)));
  }
}
