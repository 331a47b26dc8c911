package io.foyer.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Nodes die and stop, in processes of their own and at the real pace. For how long requests fail
 * then, {@code make bench-cluster} measures.
 */
final class NodeFaultsIT {
  private final ClusterSettings settings = TestCluster.fresh();
  private final TestClusterMember member = TestClusterMember.join(settings);
  private final ChildNode stable = ChildNode.start(settings);
  private final ChildNode victim = ChildNode.start(settings);

  @BeforeEach
  void bothAnswer() {
    noRequestIsLostAndSoManyNodesAnswer(2);
  }

  @AfterEach
  void close() {
    stable.close();
    victim.close();
    member.close();
  }

  @Test
  void killedNodeIsEvictedAndThenNoRequestIsLost() {
    victim.signal("KILL");

    await().until(() -> member.nodes().size() == 2);
    noRequestIsLostAndSoManyNodesAnswer(1);
  }

  @Test
  void stoppedNodeIsLeftOutAndReturnsWhenItGoesOn() {
    victim.signal("STOP");
    await().until(() -> member.reachable() == 2);
    noRequestIsLostAndSoManyNodesAnswer(1);

    victim.signal("CONT");
    await().until(() -> member.reachable() == 3);
    noRequestIsLostAndSoManyNodesAnswer(2);
  }

  private void noRequestIsLostAndSoManyNodesAnswer(int nodes) {
    await()
        .untilAsserted(
            () -> {
              try (var asker = new Asker(member, ChildNode.ADDRESS)) {
                await().until(() -> asker.answers() > 50);
                assertThat(asker.lost()).isZero();
                assertThat(asker.answering()).hasSize(nodes);
              }
            });
  }
}
