package io.foyer.fault;

import io.foyer.testing.Operator;
import io.foyer.testing.Ports;
import io.foyer.testing.Shell;
import io.foyer.testing.Vitals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/**
 * One process of the real program. It keeps its ports, its folder and its log over restarts.
 *
 * @see Nodes
 */
final class Node {
  private static final HttpClient http =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
  private static final Duration START = Duration.ofMinutes(2);

  private final Path folder;
  private final String name;
  private final int port = Ports.free();
  private final int managementPort = Ports.free();
  private final Map<String, String> settings = new HashMap<>();
  private final List<String> jvm = new ArrayList<>();
  private String wrapper = "";
  private Optional<Process> process = Optional.empty();

  Node(Path folder, String name, Map<String, String> settings) {
    this.folder = folder;
    this.name = name;
    this.settings.putAll(settings);
    this.settings.put("HTTP_ADDR", "127.0.0.1:" + port);
    this.settings.put("MANAGEMENT_ADDR", "127.0.0.1:" + managementPort);
    this.settings.put("DATA_DIR", folder.resolve(name + "-data").toString());
  }

  /** Counts from the next start on. */
  Node set(String key, String value) {
    settings.put(key, value);
    return this;
  }

  /** A JVM option, from the next start on. */
  Node jvm(String option) {
    jvm.add(option);
    return this;
  }

  Node plainJvm() {
    jvm.clear();
    return this;
  }

  /** Runs before the program in the same shell, such as {@code ulimit -n 256}; may redirect. */
  Node wrapper(String shell) {
    wrapper = shell;
    return this;
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  Path log() {
    return folder.resolve(name + ".log");
  }

  boolean alive() {
    return process.map(Process::isAlive).orElse(false);
  }

  /** Starts it without waiting. */
  Node launch() {
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", wrapper + "\nexec \"$@\"", "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("--enable-native-access=ALL-UNNAMED");
    if (Runtime.version().feature() >= 23) { // an older JVM refuses to start with it
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(jvm);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.foyer.Main", "run"));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG"));
    builder.environment().putAll(settings);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    try {
      process = Optional.of(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /** Starts it and waits until it is ready. */
  Node start() {
    launch().awaitReady();
    return this;
  }

  /** Waits until it says that it is ready. */
  void awaitReady() {
    Awaitility.await(name + " is ready; its log: " + log())
        .atMost(START)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .failFast("it has ended; see " + log(), () -> !alive())
        .until(() -> ready() == 200);
    if (!takesConnections()) {
      throw new AssertionError(name + " says it is ready and its door is shut; its log: " + log());
    }
  }

  private boolean takesConnections() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Somebody who watches it. */
  Operator operator() {
    return new Operator(managementPort);
  }

  /** What {@code /ready} answers; 0 if nothing. */
  int ready() {
    return status("/ready");
  }

  /** What {@code /health} answers; 0 if nothing. */
  int health() {
    return status("/health");
  }

  private int status(String path) {
    HttpRequest ask =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
            .timeout(Duration.ofSeconds(3))
            .build();
    try {
      return http.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode();
    } catch (IOException e) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /** What it holds now, after a full collection. */
  Vitals vitals() {
    return Vitals.of(process.orElseThrow().pid());
  }

  /** The crash: kill -9. */
  void kill() {
    process.ifPresent(Process::destroyForcibly);
    awaitEnd(Duration.ofSeconds(60));
  }

  /** SIGTERM; returns the exit code. */
  int terminate(Duration atMost) {
    process.ifPresent(Process::destroy);
    return awaitEnd(atMost);
  }

  void signal(String signal) {
    Shell.run("kill", "-" + signal, String.valueOf(process.orElseThrow().pid()));
  }

  /** Waits for its end; returns the exit code. */
  int awaitEnd(Duration atMost) {
    try {
      Process running = process.orElseThrow();
      if (!running.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(name + " still runs after " + atMost + "; its log: " + log());
      }
      return running.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  String logged() {
    try {
      return Files.exists(log())
          ? Files.readString(log(), java.nio.charset.StandardCharsets.ISO_8859_1)
          : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
