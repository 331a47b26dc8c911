package io.foyer.platform.cluster;

import io.foyer.testing.ChildProcess;

/** A node in a process of its own that serves one address, to be killed and stopped. */
final class ChildNode implements AutoCloseable {
  static final String ADDRESS = "work";

  /** Answers once the child holds the lock "held". */
  static final String LOCK = "lock";

  private final ChildProcess process;

  private ChildNode(ChildProcess process) {
    this.process = process;
  }

  /** What runs in the child. */
  public static void main(String[] args) {
    TestClusterMember member = TestClusterMember.join(TestCluster.ofThisProcess().orElseThrow());
    member.serve(ADDRESS);
    TestClusterMember.get(member.vertx().sharedData().getLock("held"));
    member.serve(LOCK);
  }

  static ChildNode start(ClusterSettings settings) {
    return new ChildNode(
        ChildProcess.start(
            ChildProcess.java(TestCluster.properties(settings), ChildNode.class)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)));
  }

  /** STOP, CONT, KILL or TERM. */
  void signal(String name) {
    process.signal(name);
  }

  @Override
  public void close() {
    process.close();
  }
}
