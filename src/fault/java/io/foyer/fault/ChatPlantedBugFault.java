package io.foyer.fault;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.fault.ChatFinding.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The checker against real bugs, planted into each way out of each node as it is loaded: events
 * that are not told, that are told twice, that change places. Each has a kind of finding that
 * neither of the others causes.
 */
@ResourceLock(Machine.NAME)
class ChatPlantedBugFault {
  private static final List<String> WIRES =
      List.of("io.foyer.chat.wire.plain.PlainWire", "io.foyer.chat.wire.bridge.BridgeWire");

  /** Into every node. */
  private static void plant(Stage stage) {
    String bugs =
        WIRES.stream().map(wire -> drop(wire) + twice(wire) + swap(wire)).collect(joining());
    String agent = CrashPoint.agent(stage.folder().resolve("planted.btm"), bugs);
    stage.nodes().all().forEach(process -> process.jvm(agent));
  }

  /** Of every second bundle of several. */
  private static String drop(String wire) {
    return rule("drop in " + wire, wire, "$1.size() > 2", 2, "$1 = copy.subList(1, copy.size())");
  }

  private static String twice(String wire) {
    return rule("twice in " + wire, wire, "$1.size() == 1", 10, "copy.addAll($1); $1 = copy");
  }

  /** Of the bundles of several that lose none. */
  private static String swap(String wire) {
    return rule(
        "swap in " + wire,
        wire,
        "$1.size() > 2 && incrementCounter(\"odd " + wire + "\") % 2 == 1",
        1,
        "java.util.Collections.swap(copy, 0, 1); $1 = copy");
  }

  /**
   * A rule that applies each time the condition was met {@code passes} times more. Once would not
   * do: frames that are made while clients still come may be given to nobody.
   */
  private static String rule(String name, String wire, String when, int passes, String action) {
    return """
    RULE %1$s
    CLASS %2$s
    METHOD events
    AT ENTRY
    BIND copy : java.util.List = new java.util.ArrayList($1)
    IF %3$s && incrementCounter("%1$s") %% %4$d == 0
    DO %5$s
    ENDRULE
    """
        .formatted(name, wire, when, passes, action);
  }

  @Test
  void everyPlantedBugIsCaughtForWhatItIsInTheDiariesOfEachWire() {
    try (ChatStage chat =
        new ChatStage("chatplanted", ChatPlantedBugFault::plant).talk(60, false)) {
      Beat.ofSeconds(6);
      // What is said meanwhile comes in bundles.
      chat.stage().database().whileLocked("foyer.chat_events", () -> Beat.ofSeconds(2));
      Beat.ofSeconds(3);
      List<ChatFinding> findings = chat.findings(chat.diaries());
      for (String wire : List.of("ws-", "bus-")) {
        assertThat(findings)
            .filteredOn(it -> it.what().startsWith(wire))
            .extracting(ChatFinding::kind)
            .contains(Kind.LOST, Kind.DOUBLED, Kind.DISORDER)
            .containsOnly(Kind.LOST, Kind.GAP, Kind.DOUBLED, Kind.DISORDER);
      }
    }
  }
}
