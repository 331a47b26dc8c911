package io.foyer.testing;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Where the real servers of the tests are, as {@code scripts/services up} left them: the
 * environment first ({@code FOYER_TEST_POSTGRES} and its like), then {@code
 * target/services/services.properties}.
 *
 * <p>A missing server is an {@link IllegalStateException} that names {@code make services}, never a
 * skipped test.
 */
public final class Services {
  private final Map<String, String> environment;
  private final Properties written;

  private Services(Map<String, String> environment, Properties written) {
    this.environment = environment;
    this.written = written;
  }

  /** The servers of this checkout, read anew at each call. */
  public static Services find() {
    Path file =
        Path.of(System.getProperty("basedir", ""), "target", "services", "services.properties");
    return new Services(System.getenv(), read(file));
  }

  private static Properties read(Path file) {
    var properties = new Properties();
    if (Files.isReadable(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return properties;
  }

  /** A PostgreSQL whose user may create databases. */
  public Postgres postgres() {
    return Postgres.parse(URI.create(required("FOYER_TEST_POSTGRES")));
  }

  public URI redis() {
    return URI.create(required("FOYER_TEST_REDIS"));
  }

  public URI rabbitmq() {
    return URI.create(required("FOYER_TEST_RABBITMQ"));
  }

  /** A NATS server with JetStream. */
  public URI nats() {
    return URI.create(required("FOYER_TEST_NATS"));
  }

  /** The nginx binary, when {@code scripts/services up nginx} was asked for it. */
  public Path nginx() {
    return Path.of(required("FOYER_TEST_NGINX"));
  }

  /** The wrk binary, when {@code scripts/services up wrk} was asked for it. */
  public Path wrk() {
    return Path.of(required("FOYER_TEST_WRK"));
  }

  /**
   * The nft binary. This and what follows is empty where it is not installed: see {@link Needs}.
   */
  public Optional<Path> nft() {
    return value("FOYER_TEST_NFT").map(Path::of);
  }

  /** The Chromium binary. */
  public Optional<Path> chromium() {
    return value("FOYER_TEST_CHROMIUM").map(Path::of);
  }

  /** The Node binary, at least version 20; unit tests use it without any other service. */
  public Optional<Path> node() {
    return value("FOYER_TEST_NODE").map(Path::of).or(() -> onPath("node"));
  }

  /** The redis-server binary, for a Redis of a test's own. */
  public Optional<Path> redisServer() {
    return value("FOYER_TEST_REDIS_SERVER").map(Path::of).or(() -> onPath("redis-server"));
  }

  /** The library that gives a process another clock when it is preloaded. */
  public Optional<Path> faketime() {
    return value("FOYER_TEST_FAKETIME").map(Path::of);
  }

  /** Breaks or mends it: kill, stop, stop-immediate, start, restart, pause or resume. */
  public void controlPostgres(String verb) {
    control("FOYER_TEST_POSTGRES_CTL", verb);
  }

  /** Takes one of kill, stop, start, restart, pause, resume. */
  public Path redisControl() {
    return Path.of(required("FOYER_TEST_REDIS_CTL"));
  }

  /** Breaks or mends it: kill, stop, start, restart, pause or resume. */
  public void controlRedis(String verb) {
    control("FOYER_TEST_REDIS_CTL", verb);
  }

  /** Breaks or mends it: kill, stop, start, restart (a crash and a start), pause or resume. */
  public void controlRabbitmq(String verb) {
    control("FOYER_TEST_RABBITMQ_CTL", verb);
  }

  /** RabbitMQ's own rabbitmqctl, bound to the node of the tests. */
  public Path rabbitmqctl() {
    return Path.of(required("FOYER_TEST_RABBITMQCTL"));
  }

  /** The folder of psql and pgbench; empty where PostgreSQL is not installed on this machine. */
  public Optional<Path> postgresBinaries() {
    return value("FOYER_TEST_POSTGRES_BIN").map(Path::of);
  }

  /**
   * Only a server that scripts/services started may be broken; one of somebody else has no control.
   */
  private void control(String key, String verb) {
    Shell.run(required(key), verb);
  }

  private String required(String key) {
    return value(key)
        .orElseThrow(
            () ->
                new IllegalStateException(
                    key + " is not set: run 'make services' first, or 'make test'"));
  }

  private static Optional<Path> onPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private Optional<String> value(String key) {
    return Optional.ofNullable(environment.get(key))
        .or(() -> Optional.ofNullable(written.getProperty(key)))
        .filter(text -> !text.isBlank());
  }

  /** One PostgreSQL database. */
  public record Postgres(String host, int port, String user, String password, String database) {

    static Postgres parse(URI uri) {
      String[] credentials = uri.getRawUserInfo().split(":", 2);
      return new Postgres(
          uri.getHost(),
          uri.getPort() < 0 ? 5432 : uri.getPort(),
          decode(credentials[0]),
          credentials.length > 1 ? decode(credentials[1]) : "",
          decode(uri.getRawPath().substring(1)));
    }

    /** The same server, another database. */
    public Postgres withDatabase(String name) {
      return new Postgres(host, port, user, password, name);
    }

    private static String decode(String text) {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
      return "postgres://" + user + ":***@" + host + ":" + port + "/" + database;
    }
  }
}
