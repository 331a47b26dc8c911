package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.testing.Ports;
import io.foyer.testing.RedisServer;
import io.foyer.testing.Shell;
import io.foyer.testing.TcpProxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What makes the nodes of a stage a cluster: Redis with a replica and a Sentinel, all of this test
 * alone, and a network between the nodes that can be broken.
 */
final class ClusterFixture implements AutoCloseable {
  private final Stage stage;
  private final RedisServer sentinel;
  private final List<TcpProxy> roads;
  private final RedisServer first;
  private final RedisServer second;
  private Optional<PacketLoss> loss = Optional.empty();

  /** Tells the nodes of a stage, which are not started yet. */
  ClusterFixture(Stage stage) {
    this.stage = stage;
    this.first = RedisServer.start(stage.folder());
    this.second = RedisServer.start(stage.folder());
    second.say("REPLICAOF 127.0.0.1 " + first.port());
    this.sentinel = sentinel();
    this.roads = stage.nodes().all().stream().map(this::join).toList();
  }

  /** It names a new master only when it is told to. */
  private RedisServer sentinel() {
    int port = Ports.free();
    Path file = stage.folder().resolve("sentinel.conf");
    Shell.run(
        "sh",
        "-c",
        "printf 'port %d\\nsentinel monitor books 127.0.0.1 %d 1\\n".formatted(port, first.port())
            + "sentinel down-after-milliseconds books 300000\\n' > "
            + file);
    return RedisServer.start(stage.folder(), port, file.toString(), "--sentinel");
  }

  private TcpProxy join(FoyerProcess process) {
    int bus = Ports.free();
    TcpProxy road = new TcpProxy("127.0.0.1", bus);
    process
        .set("REDIS_SENTINELS", "127.0.0.1:" + sentinel.port())
        .set("REDIS_MASTER_NAME", "books")
        .set("CLUSTER_ADDR", "127.0.0.1:" + bus)
        .set("CLUSTER_PUBLIC_ADDR", "127.0.0.1:" + road.port());
    return road;
  }

  /** Waits until every node sees every other and Redis. */
  void awaitWhole() {
    assertThat(stage.nodes().all()).as("nodes that run").allMatch(FoyerProcess::alive);
    awaitAll("up nodes: " + stage.nodes().all().size());
  }

  /** Waits until every node says this of the cluster. */
  void awaitAll(String said) {
    stage.nodes().all().forEach(process -> process.operator().await("cluster", said));
  }

  /** The one that is written to, at first. */
  RedisServer redis() {
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
  void isolate(FoyerProcess process) {
    TcpProxy road = roads.get(stage.nodes().all().indexOf(process));
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
    List.of(sentinel, second, first).forEach(RedisServer::close);
    roads.forEach(TcpProxy::close);
  }
}
