package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.testing.OwnRedis;
import io.foyer.testing.Ports;
import io.foyer.testing.Shell;
import io.foyer.testing.TcpProxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What makes the nodes of a stage a cluster: Redis with a replica and a Sentinel, all of this test
 * alone, and a network between the nodes that can be broken.
 */
final class Cluster implements AutoCloseable {
  private final Stage stage;
  private final OwnRedis sentinel;
  private final List<TcpProxy> roads;
  private final OwnRedis first;
  private final OwnRedis second;
  private Optional<PacketLoss> loss = Optional.empty();

  /** Tells the nodes of a stage, which are not started yet. */
  Cluster(Stage stage) {
    this.stage = stage;
    this.first = OwnRedis.start(stage.folder());
    this.second = OwnRedis.start(stage.folder());
    second.say("REPLICAOF 127.0.0.1 " + first.port());
    this.sentinel = sentinel();
    this.roads = stage.nodes().all().stream().map(this::join).toList();
  }

  /** It names a new master only when it is told to. */
  private OwnRedis sentinel() {
    int port = Ports.free();
    Path file = stage.folder().resolve("sentinel.conf");
    Shell.run(
        "sh",
        "-c",
        "printf 'port %d\\nsentinel monitor books 127.0.0.1 %d 1\\n".formatted(port, first.port())
            + "sentinel down-after-milliseconds books 300000\\n' > "
            + file);
    return OwnRedis.start(stage.folder(), port, file.toString(), "--sentinel");
  }

  private TcpProxy join(Node node) {
    int bus = Ports.free();
    TcpProxy road = new TcpProxy("127.0.0.1", bus);
    node.set("REDIS_SENTINELS", "127.0.0.1:" + sentinel.port())
        .set("REDIS_MASTER_NAME", "books")
        .set("CLUSTER_ADDR", "127.0.0.1:" + bus)
        .set("CLUSTER_PUBLIC_ADDR", "127.0.0.1:" + road.port());
    return road;
  }

  /** Waits until every node sees every other and Redis. */
  void awaitWhole() {
    assertThat(stage.nodes().all()).as("nodes that run").allMatch(Node::alive);
    awaitAll("up nodes: " + stage.nodes().all().size());
  }

  /** Waits until every node says this of the cluster. */
  void awaitAll(String said) {
    stage.nodes().all().forEach(node -> node.operator().await("cluster", said));
  }

  /** The one that is written to, at first. */
  OwnRedis redis() {
    return first;
  }

  /** Redis dies with all it held, and one that knows nothing takes its place. */
  void restart() {
    first.kill();
    stage.broke("Redis killed");
    Beat.ofSeconds(2);
    first.restart();
  }

  /** The replica takes over. */
  void failOver() {
    stage.broke("failover");
    String answer = sentinel.say("SENTINEL FAILOVER books");
    if (!answer.startsWith("+OK")) {
      throw new IllegalStateException("no failover: " + answer);
    }
  }

  /** Whatever is sent to one node by the others is dropped without a word; all reach Redis. */
  void isolate(Node node) {
    TcpProxy road = roads.get(stage.nodes().all().indexOf(node));
    loss = Optional.of(PacketLoss.begin(1, List.of(road.port())));
    stage.broke("partition");
  }

  void heal() {
    loss.ifPresent(PacketLoss::close);
    loss = Optional.empty();
    roads.forEach(TcpProxy::heal);
  }

  @Override
  public void close() {
    heal();
    List.of(sentinel, second, first).forEach(OwnRedis::close);
    roads.forEach(TcpProxy::close);
  }
}
