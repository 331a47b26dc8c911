package io.foyer.fault;

import io.foyer.testing.Shell;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A program of {@code src/support/node} under Node, with libraries that nobody here wrote. */
final class Foreign implements AutoCloseable {
  /** Where {@code make} puts the programs and installs their libraries. */
  static final Path FOLDER = Path.of("target", "node").toAbsolutePath();

  private final String script;
  private final Process process;
  private final PrintWriter commands;
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

  /** Starts it; what it complains of goes to {@code log}. */
  Foreign(String script, JsonObject config, Path log) {
    if (!Files.isDirectory(FOLDER.resolve("node_modules"))) {
      throw new IllegalStateException("'make target/node/node_modules' installs the clients");
    }
    this.script = script;
    try {
      this.process =
          new ProcessBuilder("node", script, config.encode())
              .directory(FOLDER.toFile())
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    Thread.ofPlatform().daemon().start(this::listen);
  }

  private void listen() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      lines.lines().forEach(said::add);
    } catch (IOException | UncheckedIOException e) {
      said.add("gone " + e.getMessage());
    }
  }

  void say(String line) {
    commands.println(line);
  }

  /** The words of the next line, which must begin with this one. */
  List<String> expect(String word, Duration patience) {
    try {
      String line = said.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
      if (line == null || !line.startsWith(word)) {
        throw new AssertionError(
            script + " said " + line + " instead of " + word + " within " + patience);
      }
      return List.of(line.split(" ", -1));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  void signal(String signal) {
    Shell.run("kill", "-" + signal, String.valueOf(process.pid()));
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
