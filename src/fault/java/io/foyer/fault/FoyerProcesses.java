package io.foyer.fault;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;

/** The nodes of one test. None outlives it, not even when the test's own process is killed. */
final class FoyerProcesses implements AutoCloseable {
  private final Path folder;
  private final List<FoyerProcess> all = new CopyOnWriteArrayList<>();

  FoyerProcesses(Path folder) {
    this.folder = folder;
  }

  /** A node that is not started yet. */
  FoyerProcess add(Map<String, String> settings) {
    FoyerProcess process = new FoyerProcess(folder, "node-" + (all.size() + 1), settings);
    all.add(process);
    return process;
  }

  List<FoyerProcess> all() {
    return List.copyOf(all);
  }

  FoyerProcess get(int index) {
    return all.get(index);
  }

  FoyerProcess any(SplittableRandom random) {
    return all.get(random.nextInt(all.size()));
  }

  /** Starts all at once and waits until all are ready. */
  void start() {
    all.forEach(FoyerProcess::launch);
    awaitReady();
  }

  void awaitReady() {
    all.stream().filter(FoyerProcess::alive).forEach(FoyerProcess::awaitReady);
  }

  @Override
  public void close() {
    all.stream().filter(FoyerProcess::alive).forEach(FoyerProcess::kill);
  }
}
