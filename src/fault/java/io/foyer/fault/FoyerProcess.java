package io.foyer.fault;

import io.foyer.testing.ChildProcess;
import io.foyer.testing.ManagementClient;
import io.foyer.testing.Ports;
import io.foyer.testing.Shell;
import io.foyer.testing.Vitals;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One process of the real program. It keeps its ports, its folder and its log over restarts.
 *
 * @see FoyerProcesses
 */
final class FoyerProcess {
  private static final Duration START = Duration.ofMinutes(2);
  private static final Pattern DATE = Pattern.compile("\\d{4}-\\S+[+-]\\d{4}");
  private static final DateTimeFormatter DATE_FORMAT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSZ", Locale.ROOT);

  private final Path folder;
  private final String name;
  private final int port = Ports.free();
  private final int managementPort = Ports.free();
  private final Map<String, String> settings = new HashMap<>();
  private final List<String> jvm = new ArrayList<>();
  private String wrapper = "";
  private Optional<ChildProcess> process = Optional.empty();

  FoyerProcess(Path folder, String name, Map<String, String> settings) {
    this.folder = folder;
    this.name = name;
    this.settings.putAll(settings);
    this.settings.put("HTTP_ADDR", "127.0.0.1:" + port);
    this.settings.put("MANAGEMENT_ADDR", "127.0.0.1:" + managementPort);
    this.settings.put("DATA_DIR", folder.resolve(name + "-data").toString());
  }

  /** Counts from the next start on. */
  FoyerProcess set(String key, String value) {
    settings.put(key, value);
    return this;
  }

  /** A JVM option, from the next start on. */
  FoyerProcess jvm(String option) {
    jvm.add(option);
    return this;
  }

  FoyerProcess plainJvm() {
    jvm.clear();
    return this;
  }

  /** Runs before the program in the same shell, such as {@code ulimit -n 256}; may redirect. */
  FoyerProcess wrapper(String shell) {
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
    return process.map(ChildProcess::alive).orElse(false);
  }

  /** Starts it without waiting. */
  FoyerProcess launch() {
    return launch(ProgramClasses.options());
  }

  /** The same with these JVM options, which name the program's classes. */
  FoyerProcess launch(List<String> classes) {
    List<String> command =
        new ArrayList<>(List.of("/bin/sh", "-c", wrapper + "\nexec \"$@\"", "sh"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("--enable-native-access=ALL-UNNAMED");
    if (Runtime.version().feature() >= 23) { // an older JVM refuses to start with it
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(classes);
    command.addAll(jvm);
    command.addAll(List.of("io.foyer.Main", "run"));
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
    builder.environment().keySet().retainAll(List.of("PATH", "HOME", "LANG"));
    builder.environment().putAll(settings);
    builder.redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    process = Optional.of(ChildProcess.start(builder));
    return this;
  }

  /** Starts it and waits until it is ready. */
  FoyerProcess start() {
    launch().awaitReady();
    return this;
  }

  /** Waits until it says that it is ready. */
  void awaitReady() {
    running().awaitReady(START, () -> ready() == 200);
    if (!Ports.open(port)) {
      throw new AssertionError(name + " says it is ready and its door is shut; its log: " + log());
    }
  }

  /** Somebody who watches it. */
  ManagementClient operator() {
    return new ManagementClient(managementPort);
  }

  private ChildProcess running() {
    return process.orElseThrow();
  }

  /** What {@code /ready} answers; 0 if nothing. */
  int ready() {
    return new ManagementClient(managementPort, Duration.ofSeconds(3)).ready();
  }

  /** The time of day by its own clock. */
  Instant clock() {
    String uptime =
        Shell.output(
            Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
            Long.toString(process.orElseThrow().pid()),
            "VM.uptime",
            "-date");
    return uptime
        .lines()
        .map(DATE::matcher)
        .filter(Matcher::find)
        .map(found -> OffsetDateTime.parse(found.group(), DATE_FORMAT).toInstant())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no date: " + uptime));
  }

  /** What it holds now, after a full collection. */
  Vitals vitals() {
    return Vitals.of(running().pid());
  }

  /** The crash: kill -9. */
  void kill() {
    process.ifPresent(ChildProcess::kill);
  }

  /** SIGTERM; returns the exit code. */
  int terminate(Duration atMost) {
    return running().terminate(atMost);
  }

  void signal(String signal) {
    running().signal(signal);
  }

  /** Waits for its end; returns the exit code. */
  int awaitEnd(Duration atMost) {
    return running().awaitEnd(atMost);
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
