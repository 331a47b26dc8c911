package io.foyer.testing;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs the programs of {@code src/support/node} under Node.js with libraries from npm. */
public final class NodeJs {
  /** Where {@code make} puts the programs and installs their libraries. */
  private static final Path FOLDER = Path.of("target", "node").toAbsolutePath();

  private NodeJs() {}

  /** A program with the given options of Node.js before it. */
  public static ProcessBuilder program(List<String> options, String script, String... arguments) {
    if (!Files.isDirectory(FOLDER.resolve("node_modules"))) {
      throw new IllegalStateException("'make target/node/node_modules' installs the clients");
    }
    List<String> command = new ArrayList<>(List.of("node"));
    command.addAll(options);
    command.add(script);
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).directory(FOLDER.toFile());
  }

  /** Runs a program to its end; returns the object in the last line that it prints. */
  public static JsonObject result(String script, String argument) {
    String printed =
        Shell.output(
            Map.of("NODE_PATH", FOLDER.resolve("node_modules").toString()),
            List.of("node", Path.of("src", "support", "node", script).toString(), argument));
    return new JsonObject(printed.lines().reduce((before, last) -> last).orElseThrow());
  }
}
