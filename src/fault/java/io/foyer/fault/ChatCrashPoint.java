package io.foyer.fault;

import java.nio.file.Path;

/** Places in the chat where a node dies; as in {@link CrashPoint}. */
enum ChatCrashPoint {
  /** The messages are inserted, and the transaction is not committed. */
  BEFORE_COMMIT("io.foyer.chat.SendStore", "outcome"),
  /** The messages are committed, and neither acknowledged nor told to anybody. */
  AFTER_COMMIT_BEFORE_ACK("io.foyer.chat.MessageWriter", "written"),
  /** This node's own sockets have heard, the other nodes have not. */
  BEFORE_THE_OTHERS_ARE_TOLD("io.foyer.chat.hub.BusNeighbours", "committed");

  private final String type;
  private final String method;

  ChatCrashPoint(String type, String method) {
    this.type = type;
    this.method = method;
  }

  /** The JVM option with which a node dies when it passes here for the {@code pass}-th time. */
  String agent(Path folder, int pass) {
    return CrashPoint.agent(
        folder.resolve(name() + ".btm"),
        CrashPoint.rule(
            name(), type, method, "incrementCounter(\"pass\") == " + pass, "killJVM()"));
  }
}
