package io.foyer.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.testing.Alone;
import io.foyer.testing.Ports;
import io.foyer.testing.TcpProxy;
import io.vertx.core.eventbus.EventBusOptions;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The network between two nodes drops everything while both reach Redis. */
@Alone
final class PartitionIT {
  private static final String ADDRESS = "work";

  private final ClusterSettings settings = TestCluster.fresh();

  @Test
  void partitionedNodeIsLeftOutWithinSixSecondsAndReturnsWhenTheNetworkDoes() {
    int near = Ports.free();
    int far = Ports.free();
    try (var toNear = new TcpProxy("127.0.0.1", near);
        var toFar = new TcpProxy("127.0.0.1", far);
        Member here = Member.join(settings, behind(toNear, near));
        Member there = Member.join(settings, behind(toFar, far))) {
      here.serve(ADDRESS);
      there.serve(ADDRESS);
      try (var asker = new Asker(here, ADDRESS)) {
        awaitAnswersOf(asker, Set.of(here.id(), there.id()));
        await().pollDelay(Duration.ofSeconds(2)).until(() -> true); // they have pinged

        long start = System.nanoTime();
        toNear.freeze();
        toFar.freeze();
        await().pollDelay(Duration.ofSeconds(8)).until(() -> true);

        assertThat(asker.failedFor(start)).isPositive().isLessThan(Duration.ofSeconds(6));
        ClusterView view = here.cluster().view().orElseThrow();
        assertThat(view.nodes()).hasSize(2); // Redis saw nothing
        assertThat(view.unreachable()).containsExactly(there.id());
        assertThat(view.redisAnswers()).isTrue();
        toNear.heal();
        toFar.heal();
        awaitAnswersOf(asker, Set.of(here.id(), there.id()));
      }
    }
  }

  private static void awaitAnswersOf(Asker asker, Set<String> nodes) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollInterval(Duration.ofMillis(500))
        .until(() -> asker.answering().equals(nodes));
  }

  private EventBusOptions behind(TcpProxy proxy, int port) {
    return settings.busOptions().setPort(port).setClusterPublicPort(proxy.port());
  }
}
