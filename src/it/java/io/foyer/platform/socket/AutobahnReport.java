package io.foyer.platform.socket;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Counts what the Autobahn test suite found, and fails where it found anything wrong. */
public final class AutobahnReport {
  private static final int CASES = 247;
  private static final Set<String> RIGHT = Set.of("OK", "NON-STRICT", "INFORMATIONAL");

  private AutobahnReport() {}

  /** Reads the index of a report. */
  public static void main(String[] args) throws Exception {
    JsonObject agents = new JsonObject(Files.readString(Path.of(args[0])));
    JsonObject cases = agents.getJsonObject(agents.fieldNames().iterator().next());
    Map<String, Long> found = new TreeMap<>();
    Map<String, String> wrong = new TreeMap<>();
    for (String name : cases.fieldNames()) {
      JsonObject one = cases.getJsonObject(name);
      String behavior = one.getString("behavior");
      String close = one.getString("behaviorClose");
      found.merge(behavior, 1L, Long::sum);
      if (!RIGHT.contains(behavior) || !RIGHT.contains(close)) {
        wrong.put(name, behavior + ", closed " + close);
      }
    }
    System.out.printf(
        "Autobahn: %d cases of %d, %s; %d wrong%n",
        cases.size(),
        CASES,
        found.entrySet().stream()
            .map(it -> it.getValue() + " " + it.getKey())
            .collect(Collectors.joining(", ")),
        wrong.size());
    wrong.forEach((name, what) -> System.out.printf("  %s: %s%n", name, what));
    System.exit(wrong.isEmpty() && cases.size() == CASES ? 0 : 1);
  }
}
