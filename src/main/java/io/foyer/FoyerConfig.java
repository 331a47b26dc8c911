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
 *
 * @param timeout the longest a request may take
 * @param publicUrl the outside address; where absent it is derived from {@code httpAddr}
 * @param allowedOrigins pages elsewhere that may call the API, without cookies
 * @param trustedProxies whose {@code X-Forwarded-For} is believed
 * @param dataDir the embedded database, generated secrets and other files
 * @param adminToken a bearer token with the role admin, for scripts; none where absent
 * @param warnBefore how long before its start a meeting is announced
 * @param missedAfter how long after its start a meeting that was never announced becomes missed
 * @param beginAtTimeLayout the second accepted notation of {@code begin_at}, in Go's layout form
 * @param maxBody the largest request body, in bytes
 * @param tombstoneRetention how long a destroyed evaluation cannot come back
 * @param inboxRetention how long a delivery id is remembered
 * @param outboxRetention how long finished messages stay visible
 * @param meetingRetention how long meetings, their people and their evaluations are kept after the
 *     start; a day at least
 * @param language of the messages to people
 * @param roles what this node does; empty means everything
 * @param jwt where absent, a secret is made and kept in {@code dataDir}
 * @param admin the first admin; where absent, one is made with a password kept in {@code dataDir}
 * @param auth who keeps the accounts, where it is not Foyer
 * @param stchat a port for guests without an account; none where absent
 */
@DeprecatedKeys({"environment", "service", "email_suffix", "logstash", "sentry"})
public record FoyerConfig(
    @Default("0.0.0.0:8080") HostPort httpAddr,
    @Default("127.0.0.1:8081") HostPort managementAddr,
    @Default("10s") Duration timeout,
    Optional<URI> publicUrl,
    @Default("") List<URI> allowedOrigins,
    @Default("") List<Cidr> trustedProxies,
    @Default("data") Path dataDir,
    Optional<Secret> adminToken,
    @Default("15m") Duration warnBefore,
    @Default("10m") Duration missedAfter,
    @Default("2006-01-02 15:04:05 UTC") String beginAtTimeLayout,
    @Default("65536") @Range(least = 1024, most = 16 * 1024 * 1024) int maxBody,
    @Default("720h") Duration tombstoneRetention,
    @Default("720h") Duration inboxRetention,
    @Default("2160h") Duration outboxRetention,
    @Default("8760h") Duration meetingRetention,
    @Default("en") Language language,
    @Default("info") LogLevel logLevel,
    @Default("text") LogFormat logFormat,
    @Default("") List<Role> roles,
    Optional<PostgresConfig> postgres,
    Optional<IntraConfig> intra,
    Optional<SlackThatConfig> slackThat,
    Optional<SlackConfig> slack,
    Optional<RabbitMqConfig> rabbitmq,
    Optional<NatsConfig> nats,
    FeedsConfig feeds,
    JitsiConfig jitsi,
    LimitsConfig limits,
    Optional<RedisConfig> redis,
    ClusterConfig cluster,
    AccountsConfig accounts,
    Optional<JwtConfig> jwt,
    Optional<AdminConfig> admin,
    Optional<ExternalAccountsConfig> auth,
    ChatConfig chat,
    Optional<StChatConfig> stchat) {
  private static final Duration LONGEST_MEETING = Duration.ofDays(1);

  /** Keeps the lists from changing; checks the origins, and spares meetings still under way. */
  public FoyerConfig {
    roles = List.copyOf(roles);
    trustedProxies = List.copyOf(trustedProxies);
    allowedOrigins = List.copyOf(allowedOrigins);
    new Checks()
        .that(
            meetingRetention.compareTo(LONGEST_MEETING) >= 0,
            "meeting_retention",
            "must be 24h or longer")
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
