package io.foyer.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.testing.Ports;
import io.foyer.testing.TcpProxy;
import io.vertx.core.eventbus.EventBusOptions;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The network between two nodes drops everything while both reach Redis. For how long requests fail
 * then, {@code make bench-cluster} measures.
 */
final class PartitionIT {
  private static final String ADDRESS = "work";

  /** Redis evicts no node meanwhile. */
  private final ClusterSettings settings =
      TestCluster.fresh().withHeartbeat(Duration.ofSeconds(1), Duration.ofHours(1));

  @Test
  void partitionedNodeIsLeftOutAndReturnsWhenTheNetworkDoes() {
    int near = Ports.free();
    int far = Ports.free();
    try (var toNear = new TcpProxy("127.0.0.1", near);
        var toFar = new TcpProxy("127.0.0.1", far);
        TestClusterMember here = TestClusterMember.join(settings, behind(toNear, near));
        TestClusterMember there = TestClusterMember.join(settings, behind(toFar, far))) {
      here.serve(ADDRESS);
      there.serve(ADDRESS);
      await().untilAsserted(() -> noRequestIsLost(here, Set.of(here.id(), there.id())));

      toNear.freeze();
      toFar.freeze();
      await().until(() -> view(here).unreachable().equals(Set.of(there.id())));
      here.settle();
      noRequestIsLost(here, Set.of(here.id()));
      assertThat(view(here).nodes()).hasSize(2); // Redis saw nothing
      assertThat(view(here).redisAnswers()).isTrue();
      assertThat(view(here).unreachable()).containsExactly(there.id());

      toNear.heal();
      toFar.heal();
      await().until(() -> view(here).unreachable().isEmpty());
      await().untilAsserted(() -> noRequestIsLost(here, Set.of(here.id(), there.id())));
    }
  }

  private static ClusterView view(TestClusterMember member) {
    return member.cluster().view().orElseThrow();
  }

  private static void noRequestIsLost(TestClusterMember member, Set<String> answering) {
    try (var asker = new Asker(member, ADDRESS)) {
      await().until(() -> asker.answers() > 50);
      assertThat(asker.lost()).isZero();
      assertThat(asker.answering()).isEqualTo(answering);
    }
  }

  private EventBusOptions behind(TcpProxy proxy, int port) {
    return settings.busOptions().setPort(port).setClusterPublicPort(proxy.port());
  }
}
