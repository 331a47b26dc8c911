package io.foyer.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A node in a process of its own: takes lines, says lines, and dies with this program. */
final class NodeProcess implements AutoCloseable {
  private final Process process;
  private final Path log;
  private final PrintWriter commands;
  private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

  NodeProcess(List<String> command, Path log) throws IOException {
    this.log = log;
    this.process = new ProcessBuilder(command).redirectError(log.toFile()).start();
    this.commands = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    // A stopped child does not notice that its standard input has ended.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
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

  /** The next line, or none within this time. */
  Optional<String> hear(Duration patience) throws InterruptedException {
    return Optional.ofNullable(said.poll(patience.toMillis(), TimeUnit.MILLISECONDS));
  }

  /** The rest of the next line, which must begin with this word. */
  String expect(String word, Duration patience) throws InterruptedException {
    String line = hear(patience).orElse("nothing");
    if (!line.startsWith(word)) {
      throw new IllegalStateException("'" + line + "' instead of " + word + ", see " + log);
    }
    return line.substring(word.length()).strip();
  }

  /** STOP or KILL. */
  void signal(String name) throws IOException, InterruptedException {
    String unused = Bench.run(Map.of(), List.of("kill", "-" + name, Long.toString(process.pid())));
  }

  double cpuSeconds() {
    return Bench.cpuSeconds(process);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
