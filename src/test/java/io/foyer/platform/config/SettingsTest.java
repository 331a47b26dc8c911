package io.foyer.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.foyer.FoyerConfig;
import io.foyer.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where settings come from, which source wins, and which groups exist. */
class SettingsTest {
  @TempDir private Path directory;

  @Test
  void withoutAnySourceTheDefaultsHoldAndNoGroupThatNeedsSomethingExists() {
    FoyerConfig config = load(Map.of()).config();

    assertThat(config.http().httpAddr()).isEqualTo(new HostPort("0.0.0.0", 8080));
    assertThat(config.meetings().warnBefore()).isEqualTo(Duration.ofMinutes(15));
    assertThat(config.node().roles()).isEmpty();
    assertThat(config.accounts().adminToken()).isEmpty();
    assertThat(config.services().postgres()).isEmpty();
    assertThat(config.evaluations().intra()).isEmpty();
    assertThat(config.services().rabbitmq()).isEmpty();
    assertThat(config.meetings().jitsi().url()).hasHost("meet.jit.si");
  }

  @Test
  void theCommandLineBeatsTheEnvironmentWhichBeatsTheFile() throws IOException {
    write("config.yml", "timeout: 1s\nwarn_before: 1m\nmissed_after: 1h\n");
    Map<String, String> environment = Map.of("WARN_BEFORE", "2m", "MISSED_AFTER", "2h");

    FoyerConfig config = load(Map.of("missed_after", "3h"), environment).config();

    assertThat(config.http().timeout()).isEqualTo(Duration.ofSeconds(1));
    assertThat(config.meetings().warnBefore()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.meetings().missedAfter()).isEqualTo(Duration.ofHours(3));
  }

  @Test
  void aGroupExistsAsSoonAsOneOfItsKeysIsSet() {
    FoyerConfig config = load(Map.of("RABBITMQ_HOST", "broker")).config();

    assertThat(config.services().rabbitmq())
        .hasValueSatisfying(
            rabbit -> {
              assertThat(rabbit.host()).isEqualTo("broker");
              assertThat(rabbit.password().reveal()).isEqualTo("guest");
            });
  }

  @Test
  void aGroupThatExistsNeedsItsRequiredKeys() {
    assertThatThrownBy(() -> load(Map.of("POSTGRES_HOST", "db")))
        .hasMessage("missing required configuration: postgres.password");
  }

  @Test
  void missingKeysOfAllGroupsAreToldInOneLine() {
    Map<String, String> environment = Map.of("POSTGRES_PORT", "5433", "INTRA_APP_ID", "id");

    assertThatThrownBy(() -> load(environment))
        .hasMessage(
            "missing required configuration: postgres.password,intra.app_secret,intra.webhooks");
  }

  @Test
  void allThatIsWrongIsToldAtOnce() throws IOException {
    write("config.yml", "warn_befor: 10m\nrabbitmq: {port: 70000, prefetch: 9}\n");
    Map<String, String> environment =
        Map.of("WARN_BEFORE", "15", "SLACK_TOKEN", "", "POSTGRES_DB", "x", "JITSI_APP_ID", "me");

    ConfigException wrong =
        catchThrowableOfType(
            ConfigException.class, () -> load(Map.of("log_level", "loud"), environment));

    assertThat(String.valueOf(wrong.getMessage()).lines())
        .containsExactlyInAnyOrder(
            "missing required configuration: postgres.password",
            "warn_befor: is not a setting; did you mean warn_before?",
            "rabbitmq.port: must be a port between 1 and 65535",
            "warn_before: must be a duration such as 15m or 1h30m",
            "slack.token: must not be empty",
            "log_level: must be one of panic, fatal, error, warn, warning, info, debug, trace",
            "jitsi: app_id and app_secret are needed together");
    assertThat(wrong.missing()).containsExactly("postgres.password");
    assertThat(String.valueOf(wrong.getMessage())).startsWith("missing required configuration:");
  }

  @Test
  void anEmptyVariableCountsAsUnsetUnlessItIsASecret() {
    FoyerConfig config = load(Map.of("WARN_BEFORE", "", "POSTGRES_HOST", "")).config();

    assertThat(config.meetings().warnBefore()).isEqualTo(Duration.ofMinutes(15));
    assertThat(config.services().postgres()).isEmpty();
    assertThatThrownBy(() -> load(Map.of("ADMIN_TOKEN", "")))
        .hasMessage("admin_token: must not be empty");
    assertThatThrownBy(() -> load(Map.of("POSTGRES_PASSWORD", "")))
        .hasMessage("postgres.password: must not be empty");
  }

  @Test
  void aPasswordMayHoldWhatAnAddressMayNot() {
    Map<String, String> environment = Map.of("POSTGRES_PASSWORD", "a@b/c:d", "POSTGRES_HOST", "db");

    assertThat(load(environment).config().services().postgres())
        .hasValueSatisfying(it -> assertThat(it.password().reveal()).isEqualTo("a@b/c:d"));
  }

  @Test
  void aSecretMayComeFromAFileAndLosesOneNewline() throws IOException {
    write("password", " s3cret \n");

    assertThat(load(Map.of("POSTGRES_PASSWORD_FILE", "password")).config().services().postgres())
        .hasValueSatisfying(it -> assertThat(it.password().reveal()).isEqualTo(" s3cret "));
  }

  @Test
  void anAdminTokenThatCouldBeGuessedIsRefused() {
    String token = "0123456789abcdef0123456789abcdef";

    assertThatThrownBy(() -> load(Map.of("ADMIN_TOKEN", token.substring(1))))
        .hasMessage("admin_token: must have at least 32 characters");
    assertThat(load(Map.of("ADMIN_TOKEN", token)).config().accounts().adminToken()).isPresent();
  }

  @Test
  void whatIsHardlyMeantIsWarnedOf() {
    Map<String, String> slack = Map.of("SLACK_TOKEN", "xoxb-1");
    Map<String, String> both = Map.of("SLACK_TOKEN", "xoxb-1", "PUBLIC_URL", "https://a.example");

    assertThat(load(slack).config().warnings())
        .containsExactly(
            "public_url: not set, so links in messages begin with http://localhost:8080");
    assertThat(load(both).config().warnings()).isEmpty();
    assertThat(
            load(Map.of("POSTGRES_PASSWORD", "x", "POSTGRES_SSL_CA", "ca.pem")).config().warnings())
        .containsExactly(
            "postgres.ssl_ca: has no effect unless postgres.ssl is verify-ca or verify-full");
    assertThat(load(Map.of()).config().warnings()).isEmpty();
  }

  @Test
  void aSecretFromTwoPlacesOrFromNoFileOrAnEmptyOneIsRefused() throws IOException {
    write("empty", "\n");
    Map<String, String> both = Map.of("ADMIN_TOKEN", "a", "ADMIN_TOKEN_FILE", "empty");

    assertThatThrownBy(() -> load(both))
        .hasMessage("admin_token: only one of ADMIN_TOKEN and ADMIN_TOKEN_FILE may be set");
    assertThatThrownBy(() -> load(Map.of("ADMIN_TOKEN_FILE", "none")))
        .hasMessage("admin_token: ADMIN_TOKEN_FILE names a file that cannot be read");
    assertThatThrownBy(() -> load(Map.of("ADMIN_TOKEN_FILE", "")))
        .hasMessage("admin_token: ADMIN_TOKEN_FILE must name a file of at most 64 KiB");
    assertThatThrownBy(() -> load(Map.of("ADMIN_TOKEN_FILE", "empty")))
        .hasMessage("admin_token: must not be empty");
  }

  @Test
  void onlySecretsComeFromFiles() throws IOException {
    write("host", "db");

    Settings<FoyerConfig> settings = load(Map.of("RABBITMQ_HOST_FILE", "host"));

    assertThat(settings.config().services().rabbitmq()).isEmpty();
    assertThat(settings.unknownVariables()).containsExactly("RABBITMQ_HOST_FILE");
  }

  @Test
  void variablesThatOnlyLookLikeOursAreReportedAndStopNothing() {
    Map<String, String> environment =
        Map.of("POSTGRES_VERSION", "9.6", "SLACK_THAT_URI", "x", "PATH", "/bin", "SENTRY_DSN", "y");

    Settings<FoyerConfig> settings = load(environment);

    assertThat(settings.unknownVariables()).containsExactly("POSTGRES_VERSION", "SLACK_THAT_URI");
    assertThat(settings.config().services().postgres()).isEmpty();
    assertThat(settings.config().notifications().slackThat()).isEmpty();
  }

  @Test
  void rolesComeAsAListOrInOneLine() throws IOException {
    write("config.yml", "roles: [http, TIMER]\n");

    assertThat(load(Map.of()).config().node().roles()).containsExactly(Role.HTTP, Role.TIMER);
    assertThat(load(Map.of("ROLES", "amqp, notify,amqp")).config().node().roles())
        .containsExactly(Role.AMQP, Role.NOTIFY);
    assertThatThrownBy(() -> load(Map.of("ROLES", "http,,nats")))
        .hasMessage("roles: must be one of http, chat, amqp, nats, timer, notify");
  }

  @Test
  void aTextMayBeEmptyOnlyWhereThatIsTheDefault() {
    assertThat(load(Map.of("rabbitmq.vhost", ""), Map.of()).config().services().rabbitmq())
        .isPresent();
    assertThat(load(Map.of("jitsi.app_id", ""), Map.of()).config().meetings().jitsi().appId())
        .isEmpty();
    assertThatThrownBy(() -> load(Map.of("rabbitmq.queue", ""), Map.of()))
        .hasMessage("rabbitmq.queue: must not be empty");
  }

  @Test
  void whatOnlyTheRecordsKnowIsToldWithTheRest() {
    Map<String, String> overrides =
        Map.of(
            "max_body", "1023",
            "postgres.password", "x",
            "postgres.ssl", "on",
            "rabbitmq.prefetch", "0",
            "language", "it");

    assertThatThrownBy(() -> load(overrides, Map.of()))
        .hasMessage(
            """
            max_body: must be between 1024 and 16777216
            postgres.ssl: must be one of disable, prefer, require, verify-ca, verify-full
            rabbitmq.prefetch: must be between 1 and 65535
            language: must be one of en, fr, es, de\
            """);
  }

  @Test
  void boundsAreIncluded() {
    assertThat(load(Map.of("max_body", "1024"), Map.of()).config().http().maxBody())
        .isEqualTo(1024);
    assertThat(load(Map.of("max_body", "16777216"), Map.of()).config().http().maxBody())
        .isEqualTo(16_777_216);
  }

  @Test
  void aDurationOutsideItsRangeIsRefused() {
    Map<String, String> overrides =
        Map.of(
            "meeting_retention", "23h59m",
            "limits.interval", "24h1ms",
            "chat.retention", "59m",
            "redis.url", "redis://localhost",
            "redis.timeout", "9ms");

    assertThatThrownBy(() -> load(overrides, Map.of()))
        .hasMessage(
            """
            limits.interval: must be between 1s and 24h
            redis.timeout: must be between 10ms and 1m
            meeting_retention: must be 24h or longer
            chat.retention: must be 1h or longer\
            """);
    assertThat(load(Map.of("limits.interval", "24h"), Map.of()).config().http().limits().interval())
        .isEqualTo(Duration.ofDays(1));
  }

  @Test
  void onlyWhatMayLastForEverMayBeNothing() {
    Settings<FoyerConfig> settings = load(Map.of("feeds.keep", "0s"), Map.of());

    assertThat(settings.config().feeds().feeds().keep()).isZero();
    assertThat(settings.effective())
        .filteredOn(each -> each.path().equals("feeds.keep"))
        .extracting(Setting::shown)
        .containsExactly(Optional.of("0s"));
    for (String wrong : List.of("9m59s", "1ms")) {
      assertThatThrownBy(() -> load(Map.of("feeds.keep", wrong), Map.of()))
          .hasMessage("feeds.keep: must be 10m or longer, or 0s for ever");
    }
    assertThatThrownBy(() -> load(Map.of("feeds.keep", "0ms", "timeout", "0s"), Map.of()))
        .hasMessageContainingAll(
            "feeds.keep: must be at least 1ms", "timeout: must be at least 1ms");
  }

  @Test
  void anUnknownPathOnTheCommandLineIsRefused() {
    assertThatThrownBy(() -> load(Map.of("postgres.pasword", "hunter2"), Map.of()))
        .hasMessage("postgres.pasword: is not a setting; did you mean postgres.password?");
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(directory.resolve(name), text);
  }

  private Settings<FoyerConfig> load(Map<String, String> environment) {
    return load(Map.of(), environment);
  }

  private Settings<FoyerConfig> load(
      Map<String, String> overrides, Map<String, String> environment) {
    return Settings.load(
        FoyerConfig.class, new Sources(overrides, environment, Optional.empty(), directory));
  }
}
