package io.foyer;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.accounts.HashCost;
import io.foyer.demo.IntraStandIn;
import io.foyer.demo.SlackThatStandIn;
import io.foyer.demo.SlackThatStandIn.Received;
import io.foyer.feeds.WriterIntervals;
import io.foyer.platform.config.Settings;
import io.foyer.platform.config.Sources;
import io.foyer.testing.Appointment;
import io.foyer.testing.LogWatch;
import io.foyer.testing.People;
import io.foyer.testing.TestDatabase;
import io.foyer.testing.Visitor;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The whole program in this process, configured through its environment as anywhere, on a database
 * of its own and between stand-ins that speak real HTTP. When it closes, nothing that was logged
 * meanwhile may hold a secret or an address.
 */
public final class ProgramFixture implements AutoCloseable {
  /** Where reminders lead to. */
  public static final String PUBLIC_URL = "https://foyer.example";

  /** Values that no log may hold. */
  private static final Map<String, String> CANARIES =
      Map.of(
          "ADMIN_TOKEN", "canary-admin-token-51-and-some-more-characters",
          "ADMIN_PASSWORD", "canary-admin-password-60",
          "JWT_SECRET", "canary-jwt-secret-61-and-some-more-characters",
          "INTRA_APP_SECRET", "canary-app-secret-52",
          "create", "canary-create-53",
          "update", "canary-update-54",
          "destroy", "canary-destroy-55",
          "other", "canary-other-56",
          "SLACK_TOKEN", "canary-slack-token-58");

  /** Hashes that cost nothing, and no waits of seconds where no test counts on them. */
  private static final Tuning TUNING =
      new Tuning(
          new HashCost(64, 1),
          Tuning.STANDARD.stale(),
          Tuning.STANDARD.remembered(),
          Tuning.STANDARD.socketCheck(),
          Duration.ofSeconds(1),
          new WriterIntervals(
              Duration.ofSeconds(6),
              Duration.ofMillis(250),
              Duration.ofMillis(100),
              Duration.ofMillis(20),
              Duration.ofMillis(200)));

  private static final Tuning FORGETFUL =
      new Tuning(
          TUNING.hashCost(),
          Duration.ofSeconds(6),
          Duration.ofSeconds(3),
          Duration.ofSeconds(1),
          TUNING.clusterJoin(),
          TUNING.feedWriter());

  private static final AtomicLong NUMBERS = new AtomicLong();

  private final Vertx vertx = Vertx.vertx();
  private final LogWatch logs = LogWatch.open();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<String, String> settings;
  private final Tuning tuning;
  private final List<AdditionalFeature> additional;
  private final TestDatabase database;
  private final IntraStandIn intra = new IntraStandIn(vertx).strict();
  private final SlackThatStandIn slackThat = new SlackThatStandIn(vertx);

  private ProgramFixture(
      String name,
      Map<String, String> settings,
      Tuning tuning,
      List<AdditionalFeature> additional) {
    this.tuning = tuning;
    this.additional = additional;
    this.database = TestDatabase.migrated(name);
    this.settings = settings;
  }

  /** One Foyer that runs, and its two ports. */
  public record Node(String name, int port, int managementPort, Runnable drain) {}

  /** Starts the program with one node; {@code settings} are added to its environment. */
  public static ProgramFixture open(String name, Map<String, String> settings) {
    return open(name, settings, TUNING, List.of());
  }

  /** The same with a feature that other nodes do not have. */
  static ProgramFixture openWith(AdditionalFeature feature, String name) {
    return open(name, Map.of(), TUNING, List.of(feature));
  }

  /** The same where what is known of log-ins is checked and forgotten within seconds. */
  public static ProgramFixture openForgetful(String name, Map<String, String> settings) {
    return open(name, settings, FORGETFUL, List.of());
  }

  private static ProgramFixture open(
      String name,
      Map<String, String> settings,
      Tuning tuning,
      List<AdditionalFeature> additional) {
    ProgramFixture program = new ProgramFixture(name, settings, tuning, additional);
    try {
      program.intra.start(0).await(10, TimeUnit.SECONDS);
      program.slackThat.start(0).await(10, TimeUnit.SECONDS);
      program.node(Map.of());
      return program;
    } catch (Exception e) {
      program.logs.lines().forEach(System.err::println);
      program.close();
      throw new IllegalStateException("the fixture does not open", e);
    }
  }

  /** Starts one more node on the same database. */
  public Node node(Map<String, String> more) throws Exception {
    Map<String, String> environment = new HashMap<>(environment());
    environment.putAll(settings);
    environment.putAll(more);
    FoyerConfig config =
        Settings.load(
                FoyerConfig.class,
                new Sources(Map.of(), environment, Optional.empty(), Path.of("").toAbsolutePath()))
            .config();
    Foyer foyer = new Foyer(config, additional, tuning);
    try {
      Foyer.Address address = foyer.start();
      Node node =
          new Node("node" + nodes.size(), address.port(), address.managementPort(), foyer::drain);
      nodes.add(node);
      return node;
    } catch (Foyer.StartFailure e) {
      foyer.drain();
      throw e;
    }
  }

  /** What a node is told in its environment; a child process may be told the same. */
  public Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(database.environment());
    environment.put("CONFIG_FILE", "");
    environment.put("HTTP_ADDR", "127.0.0.1:0");
    environment.put("MANAGEMENT_ADDR", "127.0.0.1:0");
    environment.put("PUBLIC_URL", PUBLIC_URL);
    environment.put("TIMEOUT", "30s"); // a busy machine is no failure
    environment.put("ADMIN_TOKEN", secret("ADMIN_TOKEN"));
    environment.put("ADMIN_HANDLE", "root");
    environment.put("ADMIN_EMAIL", "root@canary.example");
    environment.put("ADMIN_PASSWORD", secret("ADMIN_PASSWORD"));
    environment.put("ACCOUNTS_REGISTRATIONS", "1000");
    environment.put("JWT_SECRET", secret("JWT_SECRET"));
    environment.put("INTRA_URL", intra.url().toString());
    environment.put("INTRA_APP_ID", "app");
    environment.put("INTRA_APP_SECRET", secret("INTRA_APP_SECRET"));
    environment.put("INTRA_CALL_TIMEOUT", "3s");
    environment.put(
        "INTRA_WEBHOOKS",
        "scale_team.create:%s,scale_team.update:%s,scale_team.destroy:%s,scale_team.foo:%4$s,user.create:%4$s"
            .formatted(secret("create"), secret("update"), secret("destroy"), secret("other")));
    environment.put("SLACK_THAT_URL", slackThat.url().toString());
    environment.put("SLACK_THAT_WORKSPACE", "42");
    environment.put("SLACK_THAT_CALL_TIMEOUT", "3s");
    return environment;
  }

  /** A value that was planted; the events' secrets go by the event's name. */
  public static String secret(String name) {
    return CANARIES.getOrDefault(name, "canary-unknown-57");
  }

  /** The intranet; knows nobody who was not invented by {@link #appointment}. */
  public IntraStandIn intra() {
    return intra;
  }

  public SlackThatStandIn slackThat() {
    return slackThat;
  }

  public TestDatabase database() {
    return database;
  }

  public LogWatch logs() {
    return logs;
  }

  public Vertx vertx() {
    return vertx;
  }

  /** The first node. */
  public Node node() {
    return nodes.getFirst();
  }

  /** Somebody at the door of the first node. */
  public Visitor visitor() {
    return new Visitor(node().port());
  }

  /** A new evaluation whose people the intranet knows. */
  public Appointment appointment() {
    Appointment made = Appointment.number(NUMBERS.incrementAndGet());
    intra.team(made.team(), made.students());
    made.people().forEach(login -> intra.email(login, Optional.of(Appointment.address(login))));
    return made;
  }

  /** What slack_that was asked to say to the corrector of {@code appointment}. */
  public List<Received> toldAbout(Appointment appointment) {
    String address = Appointment.address(appointment.corrector());
    return slackThat.received().stream()
        .filter(
            taken -> taken.message().getJsonArray("user_emails", new JsonArray()).contains(address))
        .toList();
  }

  /** The status of the meeting of {@code appointment}; "none" where there is none. */
  public String status(Appointment appointment) {
    return database.text(
        "SELECT status FROM meetings WHERE origin_id = ?", Long.toString(appointment.id()));
  }

  /** Whether nothing is left to be found out about {@code appointment}. */
  public boolean enriched(Appointment appointment) {
    return database.number(
            "SELECT count(*) FROM jobs WHERE kind = 'enrichment' AND key = ?",
            Long.toString(appointment.id()))
        == 0;
  }

  @Override
  public void close() {
    nodes.reversed().forEach(node -> node.drain().run());
    try {
      List<String> secrets = secrets();
      assertThat(logs.lines())
          .allSatisfy(line -> assertThat(line).doesNotContain(secrets.toArray(String[]::new)));
    } finally {
      database.close();
      logs.close();
      vertx.close();
    }
  }

  private List<String> secrets() {
    List<String> secrets = new ArrayList<>(CANARIES.values());
    secrets.add(database.address().password());
    secrets.add("@canary.example");
    secrets.add(People.PASSWORD);
    secrets.addAll(database.column("SELECT join_secret FROM meetings LIMIT 1000"));
    return secrets;
  }
}
