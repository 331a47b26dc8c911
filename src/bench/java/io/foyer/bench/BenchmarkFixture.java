package io.foyer.bench;

import io.foyer.platform.config.Secret;
import io.foyer.platform.db.Migrations;
import io.foyer.platform.db.PostgresConfig;
import io.foyer.testing.ChildProcess;
import io.foyer.testing.ManagementClient;
import io.foyer.testing.Ports;
import io.foyer.testing.Services;
import java.io.IOException;
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
import java.util.Optional;

/** What the benchmarks share: a database of their own, the real program as child processes. */
public final class BenchmarkFixture implements AutoCloseable {
  static final Duration END = Duration.ofSeconds(30);
  private static final Duration READY = Duration.ofSeconds(60);

  /** Whoever shows it to a node may do everything there. */
  static final String ADMIN_TOKEN = "benchmark-benchmark-benchmark-benchmark";

  private final Services.Postgres server;
  private final String name;
  private final List<ChildProcess> children = new ArrayList<>();

  /** A database of this name, made anew, with the schema. */
  public BenchmarkFixture(String name) throws SQLException {
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
        "disable",
        Optional.empty());
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
  public record Node(ChildProcess process, int port, int managementPort) {}

  /** Starts the built program; {@code settings} are added to its environment. */
  public Node node(Map<String, String> settings) throws IOException {
    int port = Ports.free();
    int management = Ports.free();
    ProcessBuilder builder = new ProcessBuilder("scripts/foyer", "run");
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(key -> key.startsWith("POSTGRES_"));
    environment.put("HTTP_ADDR", "127.0.0.1:" + port);
    environment.put("MANAGEMENT_ADDR", "127.0.0.1:" + management);
    environment.put("ADMIN_TOKEN", ADMIN_TOKEN);
    environment.put("ACCOUNTS_REGISTRATIONS", "1000");
    environment.put("POSTGRES_HOST", server.host());
    environment.put("POSTGRES_PORT", Integer.toString(server.port()));
    environment.put("POSTGRES_DB", name);
    environment.put("POSTGRES_USER", server.user());
    environment.put("POSTGRES_PASSWORD", server.password());
    environment.put("DATA_DIR", Path.of("target", "bench", name + "-data").toString());
    environment.putAll(settings);
    Path log = Path.of("target", "bench", name + "-" + port + ".log");
    Files.createDirectories(log.getParent());
    ChildProcess process =
        ChildProcess.start(builder.redirectErrorStream(true).redirectOutput(log.toFile()));
    children.add(process);
    ManagementClient managementClient = new ManagementClient(management);
    process.awaitReady(READY, () -> managementClient.ready() == 200);
    return new Node(process, port, management);
  }

  @Override
  public void close() {
    children.forEach(child -> child.terminate(END));
  }
}
