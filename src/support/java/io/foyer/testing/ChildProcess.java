package io.foyer.testing;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * A child process of a test: takes lines, prints lines, receives signals. It ends when it is closed
 * and does not outlive this JVM.
 */
public final class ChildProcess implements AutoCloseable {
  private static final Duration END = Duration.ofSeconds(20);
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "kill"));
  }

  private final String name;
  private final Process process;
  private final PrintWriter input;

  /** What it printed and nobody read; an empty entry is the end of its output. */
  private final BlockingQueue<Optional<String>> printed = new LinkedBlockingQueue<>();

  private ChildProcess(String name, Process process) {
    this.name = name;
    this.process = process;
    this.input = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
    RUNNING.add(process);
    var unused = process.onExit().thenAccept(RUNNING::remove);
    Thread.ofPlatform().daemon().start(this::readOutput);
  }

  /** Starts it. What it prints can be read here unless {@code builder} redirects it. */
  public static ChildProcess start(ProcessBuilder builder) {
    File log =
        builder.redirectErrorStream()
            ? builder.redirectOutput().file()
            : builder.redirectError().file();
    String name = builder.command().getFirst() + (log == null ? "" : ", see " + log);
    try {
      return new ChildProcess(name, builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A JVM that has this one's class path and the given options, and runs {@code main}. */
  public static ProcessBuilder java(List<String> options, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  private void readOutput() {
    try {
      process.inputReader(StandardCharsets.UTF_8).lines().map(Optional::of).forEach(printed::add);
    } catch (UncheckedIOException e) {
      // The process was killed.
    }
    printed.add(Optional.empty());
  }

  /** Waits until it is ready; fails at once where it ends before. */
  public ChildProcess awaitReady(Duration atMost, Callable<Boolean> ready) {
    Awaitility.await(name)
        .atMost(atMost)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .failFast("it has ended: " + name, () -> !alive())
        .until(ready);
    return this;
  }

  public long pid() {
    return process.pid();
  }

  public boolean alive() {
    return process.isAlive();
  }

  /** Writes a line to its standard input. */
  public void writeLine(String line) {
    input.println(line);
  }

  /** The next line that it prints; empty where none comes in time, or none comes any more. */
  public Optional<String> readLine(Duration atMost) {
    try {
      return Optional.ofNullable(printed.poll(atMost.toMillis(), TimeUnit.MILLISECONDS))
          .flatMap(this::keepEnd);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Optional<String> keepEnd(Optional<String> line) {
    if (line.isEmpty()) {
      printed.add(line);
    }
    return line;
  }

  /** The words that follow {@code first} in the next line, which must begin with it. */
  public List<String> expectLine(String first, Duration atMost) {
    List<String> words = List.of(readLine(atMost).orElse("nothing").split(" ", -1));
    if (!words.getFirst().equals(first)) {
      throw new AssertionError(
          "printed " + words + " instead of " + first + " within " + atMost + ": " + name);
    }
    return words.subList(1, words.size());
  }

  /** Sends a signal, such as STOP. */
  public void signal(String signal) {
    Shell.run("kill", "-" + signal, Long.toString(pid()));
  }

  /** Waits for its end; returns the exit code. */
  public int awaitEnd(Duration atMost) {
    try {
      if (!process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError("still runs after " + atMost + ": " + name);
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Asks it to end (SIGTERM); returns the exit code. */
  public int terminate(Duration atMost) {
    process.destroy();
    return awaitEnd(atMost);
  }

  /** The crash: SIGKILL. */
  public void kill() {
    process.destroyForcibly();
    int unused = awaitEnd(END);
  }

  @Override
  public void close() {
    kill();
  }
}
