package io.foyer.fault;

import java.nio.file.Path;

/** Places in the writer of the feeds where a node dies, put there from outside by Byteman. */
enum FeedCrashPoint {
  /** In the transaction: the place has moved, the messages are not written. */
  BEFORE_COMMIT("io.foyer.feeds.BatchStore", "insert"),
  AFTER_COMMIT_BEFORE_ACK("io.foyer.platform.nats.StreamReader", "acknowledge"),
  /** It holds the lease and knows its place. */
  BEFORE_READING("io.foyer.platform.nats.NatsLink", "read");

  private final String type;
  private final String method;

  FeedCrashPoint(String type, String method) {
    this.type = type;
    this.method = method;
  }

  /** The JVM option with which a node dies when it passes here for the {@code pass}-th time. */
  String agent(Path folder, int pass) {
    String when = "incrementCounter(\"pass\") == " + (this == BEFORE_READING ? 1 : pass);
    return CrashPoint.agent(
        folder.resolve(name() + ".btm"), CrashPoint.rule(name(), type, method, when, "killJVM()"));
  }
}
