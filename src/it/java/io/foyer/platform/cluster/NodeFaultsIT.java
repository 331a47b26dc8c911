package io.foyer.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.testing.Alone;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes die and stop, in processes of their own and at the real pace. */
@Alone
final class NodeFaultsIT {
  private final ClusterSettings settings = TestCluster.fresh();
  private final Member member = Member.join(settings);
  private final ChildNode stable = ChildNode.start(settings);
  private final ChildNode victim = ChildNode.start(settings);
  private final Asker asker = new Asker(member, ChildNode.ADDRESS);

  @BeforeEach
  void bothAnswer() {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> asker.answering().size() == 2);
    // The pings have found their way too.
    await().pollDelay(Duration.ofSeconds(2)).until(() -> asker.answering().size() == 2);
  }

  @AfterEach
  void close() {
    asker.close();
    stable.close();
    victim.close();
    member.close();
  }

  @Test
  void requestsFailForLessThanFourSecondsAfterAKill() {
    long start = System.nanoTime();
    victim.signal("KILL");

    await().atMost(Duration.ofSeconds(20)).until(() -> member.nodes().size() == 2);
    await().pollDelay(Duration.ofSeconds(2)).until(() -> true);

    assertThat(asker.failedFor(start)).isLessThan(Duration.ofSeconds(4));
    assertThat(asker.answering()).isNotEmpty();
  }

  @Test
  void requestsFailForLessThanSixSecondsAfterAStopAndTheNodeReturnsWhenItGoesOn() {
    long start = System.nanoTime();
    victim.signal("STOP");

    await().pollDelay(Duration.ofSeconds(8)).until(() -> !asker.answering().isEmpty());
    assertThat(asker.failedFor(start)).isPositive().isLessThan(Duration.ofSeconds(6));

    victim.signal("CONT");
    await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> asker.answering().size() == 2);
  }
}
