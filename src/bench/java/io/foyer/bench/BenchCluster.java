package io.foyer.bench;

import io.foyer.testing.ChildProcess;
import io.foyer.testing.Services;
import io.foyer.testing.TcpProxy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A cluster of at most three nodes, each in a process of its own, that ends when it is closed. */
final class BenchCluster implements AutoCloseable {
  private static final Path WORK = Path.of("target", "bench");
  private static final Duration START = Duration.ofSeconds(60);
  private static final int MOST = 3;

  /** What Hazelcast asks for at its start to be at its best; ours does not mind. */
  private static final List<String> OPEN =
      List.of(
          "--add-modules=java.se",
          "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-opens=java.management/sun.management=ALL-UNNAMED",
          "--add-opens=jdk.management/com.sun.management.internal=ALL-UNNAMED");

  private final Contender contender;
  private final String name = "bench-" + UUID.randomUUID();
  private final List<NodeAddress> seats;
  private final List<ChildProcess> nodes = new ArrayList<>();

  private BenchCluster(Contender contender, List<NodeAddress> seats) {
    this.contender = contender;
    this.seats = seats;
  }

  static BenchCluster direct(Contender contender) {
    return new BenchCluster(contender, Stream.generate(NodeAddress::direct).limit(MOST).toList());
  }

  /** One whose network can be cut. */
  static BenchCluster breakable(Contender contender) {
    return new BenchCluster(
        contender, Stream.generate(NodeAddress::breakable).limit(MOST).toList());
  }

  /** Starts the next node; returns when it has joined and serves. */
  ChildProcess join() throws IOException {
    Files.createDirectories(WORK);
    NodeAddress nodeAddress = seats.get(nodes.size());
    Path file = WORK.resolve(name + "-" + nodes.size() + ".xml");
    HazelcastFile.write(file, name, contender, nodeAddress, seats.subList(0, 2));
    var options = new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
    options.addAll(OPEN);
    options.addAll(List.of("-Xmx512m", "-Dvertx.hazelcast.config=" + file));
    ChildProcess node =
        ChildProcess.start(
            ChildProcess.java(
                    options,
                    BenchNode.class,
                    contender.name(),
                    Services.find().redis().toString(),
                    name + ":",
                    Integer.toString(nodeAddress.bus()),
                    Integer.toString(nodeAddress.publicBus()),
                    Integer.toString(nodes.size()))
                .redirectError(WORK.resolve(name + "-" + nodes.size() + ".log").toFile()));
    nodes.add(node);
    node.expectLine("up", START);
    return node;
  }

  /** From now on nothing passes between the nodes; connections stay. */
  void cut() {
    seats.forEach(nodeAddress -> nodeAddress.network().forEach(TcpProxy::freeze));
  }

  @Override
  public void close() {
    nodes.forEach(ChildProcess::close);
    seats.forEach(nodeAddress -> nodeAddress.network().forEach(TcpProxy::close));
  }
}
