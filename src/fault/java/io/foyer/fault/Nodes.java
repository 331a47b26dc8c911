package io.foyer.fault;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;

/** The nodes of one test. None outlives it, not even when the test's own process is killed. */
final class Nodes implements AutoCloseable {
  private final Path folder;
  private final List<Node> all = new CopyOnWriteArrayList<>();

  Nodes(Path folder) {
    this.folder = folder;
  }

  /** A node that is not started yet. */
  Node add(Map<String, String> settings) {
    Node node = new Node(folder, "node-" + (all.size() + 1), settings);
    all.add(node);
    return node;
  }

  List<Node> all() {
    return List.copyOf(all);
  }

  Node get(int index) {
    return all.get(index);
  }

  Node any(SplittableRandom random) {
    return all.get(random.nextInt(all.size()));
  }

  /** Starts all at once and waits until all are ready. */
  void start() {
    all.forEach(Node::launch);
    awaitReady();
  }

  void awaitReady() {
    all.stream().filter(Node::alive).forEach(Node::awaitReady);
  }

  @Override
  public void close() {
    all.stream().filter(Node::alive).forEach(Node::kill);
  }
}
