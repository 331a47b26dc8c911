package io.foyer;

import io.foyer.accounts.AccountsConfig;
import io.foyer.accounts.AdminConfig;
import io.foyer.accounts.JwtConfig;
import io.foyer.accounts.external.ExternalAccountsConfig;
import io.foyer.chat.ChatConfig;
import io.foyer.chat.wire.stchat.StChatConfig;
import io.foyer.evaluations.intra.IntraConfig;
import io.foyer.feeds.FeedsConfig;
import io.foyer.notify.slack.SlackConfig;
import io.foyer.notify.slack.SlackThatConfig;
import io.foyer.platform.amqp.RabbitMqConfig;
import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Cidr;
import io.foyer.platform.config.Default;
import io.foyer.platform.config.DeprecatedKeys;
import io.foyer.platform.config.Description;
import io.foyer.platform.config.DurationRange;
import io.foyer.platform.config.HostPort;
import io.foyer.platform.config.Range;
import io.foyer.platform.config.Secret;
import io.foyer.platform.db.PostgresConfig;
import io.foyer.platform.limits.LimitsConfig;
import io.foyer.platform.nats.NatsConfig;
import io.foyer.platform.redis.RedisConfig;
import io.foyer.platform.web.Origins;
import io.foyer.rooms.jitsi.JitsiConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.event.Level;

/**
 * Every setting of Foyer. A group in {@code Optional} is absent until one of its keys is set; then
 * all its required keys must be.
 */
@DeprecatedKeys({"environment", "service", "email_suffix", "logstash", "sentry"})
public record FoyerConfig(
    @Description("The address of the public HTTP server: webhooks, the API and the pages.")
        @Default("0.0.0.0:8080")
        HostPort httpAddr,
    @Description(
            "The address of the management server with health, readiness and metrics, which asks"
                + " for no password.")
        @Default("127.0.0.1:8081")
        HostPort managementAddr,
    @Description(
            "The longest time that one HTTP request may take; a connection that is silent for twice"
                + " as long is closed.")
        @Default("10s")
        Duration timeout,
    @Description(
            value = "The address that people use from outside; links in messages begin with it.",
            absent = "`http://localhost` with the port of `http_addr`",
            example = "https://foyer.example.org")
        Optional<URI> publicUrl,
    @Description(
            value =
                "Further origins whose pages may call the API with a bearer token; they never get"
                    + " the session cookie.",
            allowed = "origins such as https://app.example.org, without a path")
        @Default("")
        List<URI> allowedOrigins,
    @Description("The proxies whose `X-Forwarded-For` header is believed.") @Default("")
        List<Cidr> trustedProxies,
    @Description("The folder of the embedded database, of generated secrets and of other files.")
        @Default("data")
        Path dataDir,
    @Description(
            value = "A bearer token with the role `admin`, for scripts.",
            absent = "there is no such token",
            example = "change-me")
        Optional<Secret> adminToken,
    @Description("How long before its start a meeting is announced.") @Default("15m")
        Duration warnBefore,
    @Description(
            "How long after its start a meeting is still announced; after that it is `missed`.")
        @Default("10m")
        Duration missedAfter,
    @Description(
            "The second accepted notation of `begin_at` besides RFC 3339, as a Go time layout that"
                + " is read as UTC.")
        @Default("2006-01-02 15:04:05 UTC")
        String beginAtTimeLayout,
    @Description(value = "The largest request body.", unit = "bytes")
        @Default("65536")
        @Range(least = 1024, most = 16 * 1024 * 1024)
        int maxBody,
    @Description(
            "How long the tombstone of a destroyed evaluation is kept; until then the evaluation"
                + " cannot come back.")
        @Default("720h")
        Duration tombstoneRetention,
    @Description(
            "How long the id of a delivery is kept, so that a repeated delivery has no second"
                + " effect, and a message in quarantine.")
        @Default("720h")
        Duration inboxRetention,
    @Description("How long finished messages to people are kept.") @Default("2160h")
        Duration outboxRetention,
    @Description(
            "How long after its start a meeting is kept, with its participants and its evaluation.")
        @Default("8760h")
        @DurationRange(least = "24h")
        Duration meetingRetention,
    @Description("The language of messages to people.") @Default("en") Language language,
    @Description(
            "The least severe log lines that are written; `panic` and `fatal` mean `error`,"
                + " `warning` means `warn`.")
        @Default("info")
        LogLevel logLevel,
    @Description(
            "The format of log lines on standard error: key=value pairs, or one JSON object a"
                + " line.")
        @Default("text")
        LogFormat logFormat,
    @Description("The roles of this node; an empty list means all of them.") @Default("")
        List<Role> roles,
    @Description(
            value = "The PostgreSQL server.",
            absent = "Foyer runs its own embedded database in `data_dir`")
        Optional<PostgresConfig> postgres,
    @Description(value = "The 42 intranet: its API and its webhooks.", absent = "webhooks are off")
        Optional<IntraConfig> intra,
    @Description(value = "The slack_that service, which posts to Slack.", absent = "it is not used")
        Optional<SlackThatConfig> slackThat,
    @Description(value = "Slack's own Web API.", absent = "it is not used")
        Optional<SlackConfig> slack,
    @Description(
            value = "The RabbitMQ broker, and its queue that delivers webhooks.",
            absent = "no queue is consumed")
        Optional<RabbitMqConfig> rabbitmq,
    @Description(
            value = "The NATS servers whose JetStream stream is written to PostgreSQL.",
            absent = "feeds are off")
        Optional<NatsConfig> nats,
    @Description("The feeds, in use as soon as `nats.url` is set; docs/feeds.md describes them.")
        FeedsConfig feeds,
    @Description("The Jitsi server that holds the rooms.") JitsiConfig jitsi,
    @Description(
            "The rate limits of the API: each client has a burst that refills evenly over the"
                + " interval, and a request over it gets 429. Webhooks, pages and the management"
                + " server are not limited.")
        LimitsConfig limits,
    @Description(
            value =
                "The Redis server by which several nodes form a cluster and share the rate limits.",
            absent = "one node runs alone")
        Optional<RedisConfig> redis,
    @Description(
            "This node's place in the cluster, in use as soon as Redis is configured;"
                + " docs/cluster.md describes it.")
        ClusterConfig cluster,
    @Description("The log-ins of people.") AccountsConfig accounts,
    @Description(
            value = "The secret that signs access tokens; all nodes need the same.",
            absent = "a secret is generated and kept in `jwt.secret` of `data_dir`")
        Optional<JwtConfig> jwt,
    @Description(
            value = "The first administrator, created at a start that finds none.",
            absent =
                "it is called `admin`, and its generated password is kept in `admin.password` of"
                    + " `data_dir`")
        Optional<AdminConfig> admin,
    @Description(
            value =
                "An external accounts server that validates every bearer token; people then cannot"
                    + " log in or register here.",
            absent = "Foyer keeps the accounts itself")
        Optional<ExternalAccountsConfig> auth,
    @Description("The limits of the chat, and how long it is kept.") ChatConfig chat,
    @Description(
            value =
                "The port of st-chat for guests: one public room without accounts and without a"
                    + " check of the `Origin`.",
            absent = "there is no such port")
        Optional<StChatConfig> stchat) {
  /** Makes the lists unmodifiable and checks the origins. */
  public FoyerConfig {
    roles = List.copyOf(roles);
    trustedProxies = List.copyOf(trustedProxies);
    allowedOrigins = List.copyOf(allowedOrigins);
    new Checks()
        .that(
            allowedOrigins.stream().allMatch(Origins::isOrigin),
            "allowed_origins",
            "must be origins such as https://example.org, without a path")
        .done();
  }

  /** The outside address: the configured one, or this machine under the port that is served. */
  public URI publicAddress(int port) {
    return publicUrl.orElseGet(() -> URI.create("http://localhost:" + port));
  }

  /** The least severe lines that are written; old names such as {@code panic} are understood. */
  public enum LogLevel {
    PANIC,
    FATAL,
    ERROR,
    WARN,
    WARNING,
    INFO,
    DEBUG,
    TRACE;

    /** This level as the logging library has it: panic and fatal leave nothing but errors. */
    public Level severity() {
      return switch (this) {
        case PANIC, FATAL, ERROR -> Level.ERROR;
        case WARN, WARNING -> Level.WARN;
        case INFO -> Level.INFO;
        case DEBUG -> Level.DEBUG;
        case TRACE -> Level.TRACE;
      };
    }
  }

  /** A language that messages to people can be written in. */
  public enum Language {
    EN,
    FR,
    ES;

    /** This language for the message bundles. */
    public Locale locale() {
      return Locale.of(name().toLowerCase(Locale.ROOT));
    }
  }

  /** How a log line looks. */
  public enum LogFormat {
    TEXT,
    JSON
  }
}
