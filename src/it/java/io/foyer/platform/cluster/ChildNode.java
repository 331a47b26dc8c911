package io.foyer.platform.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A node in a process of its own that serves one address, to be killed and stopped. */
final class ChildNode implements AutoCloseable {
  static final String ADDRESS = "work";

  /** Answers once the child holds the lock "held". */
  static final String LOCK = "lock";

  private final Process process;

  private ChildNode(Process process) {
    this.process = process;
  }

  /** What runs in the child. */
  public static void main(String[] args) {
    Member member = Member.join(TestCluster.ofThisProcess().orElseThrow());
    member.serve(ADDRESS);
    Member.get(member.vertx().sharedData().getLock("held"));
    member.serve(LOCK);
  }

  static ChildNode start(ClusterSettings settings) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(TestCluster.properties(settings));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(ChildNode.class.getName());
    try {
      return new ChildNode(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** STOP, CONT, KILL or TERM. */
  void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
