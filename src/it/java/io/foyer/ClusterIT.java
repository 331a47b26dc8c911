package io.foyer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.testing.ManagementClient;
import io.foyer.testing.OnRedis;
import io.foyer.testing.Services;
import io.foyer.testing.TcpProxy;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Nodes of the whole program find each other, and do without their cluster while they must. */
class ClusterIT {
  private static ManagementClient operator(ProgramFixture.Node node) {
    return new ManagementClient(node.managementPort());
  }

  @Test
  void nodesSeeEachOtherUntilOneLeaves() throws Exception {
    try (ProgramFixture program = ProgramFixture.open("cluster", OnRedis.settings())) {
      ManagementClient first = operator(program.node());
      first.await("cluster", "up nodes: 1");
      ProgramFixture.Node other = program.node(Map.of());
      first.await("cluster", "up nodes: 2");
      operator(other).await("cluster", "up nodes: 2");
      assertThat(first.gauge("foyer_cluster_nodes")).isEqualTo(2);
      assertThat(first.gauge("foyer_cluster_nodes_unreachable")).isZero();
      assertThat(first.gauge("foyer_cluster_nodes_left_out")).isZero();
      assertThat(first.gauge("foyer_limits_local_fallback_total")).isNotNegative();
      assertThat(first.gauge("foyer_limits_alone_total")).isNotNegative();

      other.drain().run();

      first.await("cluster", "up nodes: 1");
      // It said so: no time to live had to pass.
      assertThat(program.logs().holding("Left the cluster without notice")).isEmpty();
      assertThat(program.logs().holding("Leave was not recorded in Redis")).isEmpty();
      assertThat(first.ready()).isEqualTo(200);
    }
  }

  @Test
  void withoutRedisANodeServesAndJoinsWhenRedisComes() throws Exception {
    URI redis = Services.find().redis();
    try (TcpProxy proxy = new TcpProxy(redis.getHost(), redis.getPort())) {
      proxy.refuse();
      try (ProgramFixture program = ProgramFixture.open("clusterlate", OnRedis.at(proxy.port()))) {
        ProgramFixture.Node other = program.node(Map.of());
        ManagementClient first = operator(program.node());

        // Both are up although the proxy has let nothing through yet.
        assertThat(first.check("cluster")).isEqualTo("down Redis does not answer, nodes known: 1");
        assertThat(first.ready()).isEqualTo(200);
        assertThat(program.visitor().get("/api/v2/evaluations").statusCode()).isEqualTo(200);

        proxy.heal();
        first.await("cluster", "up nodes: 2");
        operator(other).await("cluster", "up nodes: 2");
        proxy.freeze();
        first.await("cluster", "down Redis does not answer, nodes known: 2");
        proxy.heal();
        first.await("cluster", "up nodes: 2");
      }
    }
  }

  @Test
  void aCertificateThatCannotBeReadStopsTheStart() {
    Map<String, String> settings =
        Map.of(
            "CLUSTER_TLS_CERT", "/nowhere/node.pem",
            "CLUSTER_TLS_KEY", "/nowhere/node.key",
            "CLUSTER_TLS_CA", "/nowhere/ca.pem");
    try (ProgramFixture program = ProgramFixture.open("clusterpem", OnRedis.settings())) {
      assertThatThrownBy(() -> program.node(settings))
          .isInstanceOf(Foyer.StartFailure.class)
          .hasMessageStartingWith("cluster: ")
          .hasMessageContaining("/nowhere/");
      operator(program.node()).await("cluster", "up nodes: 1");
    }
  }

  @Test
  void redisMayServeTheLimitsAlone() throws Exception {
    Map<String, String> settings = new HashMap<>(OnRedis.settings());
    settings.put("CLUSTER_ENABLED", "false");
    try (ProgramFixture program = ProgramFixture.open("clusteroff", settings)) {
      ManagementClient first = operator(program.node());
      first.await("redis", "up");
      assertThat(first.check("cluster")).isEmpty();
      assertThat(first.gauge("foyer_cluster_nodes")).isEqualTo(-1);
    }
  }
}
