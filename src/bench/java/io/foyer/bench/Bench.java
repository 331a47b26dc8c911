package io.foyer.bench;

import io.foyer.platform.config.Secret;
import io.foyer.platform.db.Migrations;
import io.foyer.platform.db.PostgresConfig;
import io.foyer.testing.Services;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What the benchmarks share: a database of their own, the real program as child processes. */
public final class Bench implements AutoCloseable {
  private static final Duration READY = Duration.ofSeconds(60);

  /** Whoever shows it to a node may do everything there. */
  static final String ADMIN_TOKEN = "benchmark";

  private final Services.Postgres server;
  private final String name;
  private final List<Process> children = new ArrayList<>();

  /** A database of this name, made anew, with the schema. */
  public Bench(String name) throws SQLException {
    this.server = Services.find().postgres();
    this.name = name;
    try (Connection admin = connect(server.database());
        Statement statement = admin.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
      statement.execute("CREATE DATABASE " + name);
    }
    new Migrations(postgres()).migrate();
  }

  PostgresConfig postgres() {
    return new PostgresConfig(
        server.host(),
        server.port(),
        name,
        server.user(),
        Secret.of(server.password()),
        16,
        "disable");
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://%s:%d/%s".formatted(server.host(), server.port(), database),
        server.user(),
        server.password());
  }

  /** A connection of one's own. */
  Connection connect() throws SQLException {
    return connect(name);
  }

  /** Runs statements. */
  public void execute(String sql) throws SQLException {
    try (Connection connection = connect(name);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The first column of the first row. */
  public String text(String sql) throws SQLException {
    try (Connection connection = connect(name);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  long count(String sql) throws SQLException {
    try (Connection connection = connect(name);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** A child with its two ports. */
  public record Node(Process process, int port, int managementPort) {}

  /** Starts the built program; {@code settings} are added to its environment. */
  public Node node(Map<String, String> settings) throws IOException, InterruptedException {
    int port = freePort();
    int management = freePort();
    ProcessBuilder builder = new ProcessBuilder("scripts/foyer", "run");
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(key -> key.startsWith("POSTGRES_"));
    environment.putAll(
        Map.of(
            "HTTP_ADDR",
            "127.0.0.1:" + port,
            "MANAGEMENT_ADDR",
            "127.0.0.1:" + management,
            "ADMIN_TOKEN",
            ADMIN_TOKEN,
            "POSTGRES_HOST",
            server.host(),
            "POSTGRES_PORT",
            Integer.toString(server.port()),
            "POSTGRES_DB",
            name,
            "POSTGRES_USER",
            server.user(),
            "POSTGRES_PASSWORD",
            server.password()));
    environment.put("DATA_DIR", Path.of("target", "bench", name + "-data").toString());
    environment.putAll(settings);
    Path log = Path.of("target", "bench", name + "-" + port + ".log");
    Files.createDirectories(log.getParent());
    Process process = builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    children.add(process);
    awaitReady(process, management, log);
    return new Node(process, port, management);
  }

  private static void awaitReady(Process process, int management, Path log)
      throws InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + management + "/ready")).build();
      long end = System.nanoTime() + READY.toNanos();
      while (System.nanoTime() < end && process.isAlive()) {
        try {
          if (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException notYet) {
          TimeUnit.MILLISECONDS.sleep(10);
        }
      }
      throw new IllegalStateException("not ready, see " + log);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Processor seconds that a process has used. */
  static double cpuSeconds(Process process) {
    return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1000.0;
  }

  /** Resident memory of a process in MB, from /proc; 0 where there is none. */
  static long residentMegabytes(Process process) throws IOException {
    Path status = Path.of("/proc", Long.toString(process.pid()), "status");
    if (!Files.exists(status)) {
      return 0;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
        .findFirst()
        .orElse(0);
  }

  /** Runs a program of the system and returns what it printed. */
  public static String run(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command.getFirst() + " failed:\n" + output);
    }
    return output;
  }

  @Override
  public void close() {
    children.forEach(Process::destroy);
    children.forEach(child -> child.onExit().orTimeout(30, TimeUnit.SECONDS).join());
  }
}
