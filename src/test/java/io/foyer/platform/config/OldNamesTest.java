package io.foyer.platform.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.FoyerConfig;
import io.foyer.NodeSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The environment of a 42-jitsi installation keeps working. */
class OldNamesTest {
  private static final Map<String, String> OLD =
      Map.ofEntries(
          Map.entry("ENVIRONMENT", "production"),
          Map.entry("SERVICE", "42-jitsi"),
          Map.entry("EMAIL_SUFFIX", "student.42campus.org"),
          Map.entry("LOGSTASH_ENABLED", "true"),
          Map.entry("SENTRY_DSN", "https://key@sentry.example/1"),
          Map.entry("HTTP_ADDR", "0.0.0.0:5000"),
          Map.entry("TIMEOUT", "11s"),
          Map.entry("WARN_BEFORE", "1h30m"),
          Map.entry("BEGIN_AT_TIME_LAYOUT", "2006-01-02 15:04:05 UTC"),
          Map.entry("INTRA_APP_ID", "app"),
          Map.entry("INTRA_APP_SECRET", "key"),
          Map.entry("INTRA_WEBHOOKS", "scale_team.create:one"),
          Map.entry("SLACK_THAT_URL", "http://slack:8080"),
          Map.entry("SLACK_THAT_WORKSPACE", "42"),
          Map.entry("SLACK_THAT_USERNAME", "Master"),
          Map.entry("POSTGRES_HOST", "db"),
          Map.entry("POSTGRES_PORT", "5433"),
          Map.entry("POSTGRES_DB", "jitsi"),
          Map.entry("POSTGRES_USER", "me"),
          Map.entry("POSTGRES_PASSWORD", "a@b/c:d"),
          Map.entry("RABBITMQ_HOST", "broker"),
          Map.entry("RABBITMQ_PORT", "5673"),
          Map.entry("RABBITMQ_VHOST", "/hooks"),
          Map.entry("RABBITMQ_USER", "rabbit"),
          Map.entry("RABBITMQ_PASSWORD", "carrot"),
          Map.entry("RABBITMQ_QUEUE", "hooks"),
          Map.entry("LOG_LEVEL", "warning"));

  @ParameterizedTest
  @CsvSource({
    "http_addr,HTTP_ADDR,0.0.0.0:5000",
    "timeout,TIMEOUT,11s",
    "warn_before,WARN_BEFORE,1h30m",
    "begin_at_time_layout,BEGIN_AT_TIME_LAYOUT,\"2006-01-02 15:04:05 UTC\"",
    "intra.app_id,INTRA_APP_ID,app",
    "intra.app_secret,INTRA_APP_SECRET,\"***\"",
    "intra.webhooks,INTRA_WEBHOOKS,'{scale_team.create: [\"***\"]}'",
    "slack_that.url,SLACK_THAT_URL,http://slack:8080",
    "slack_that.workspace,SLACK_THAT_WORKSPACE,42",
    "slack_that.username,SLACK_THAT_USERNAME,Master",
    "postgres.host,POSTGRES_HOST,db",
    "postgres.port,POSTGRES_PORT,5433",
    "postgres.db,POSTGRES_DB,jitsi",
    "postgres.user,POSTGRES_USER,me",
    "postgres.password,POSTGRES_PASSWORD,\"***\"",
    "rabbitmq.host,RABBITMQ_HOST,broker",
    "rabbitmq.port,RABBITMQ_PORT,5673",
    "rabbitmq.vhost,RABBITMQ_VHOST,/hooks",
    "rabbitmq.user,RABBITMQ_USER,rabbit",
    "rabbitmq.password,RABBITMQ_PASSWORD,\"***\"",
    "rabbitmq.queue,RABBITMQ_QUEUE,hooks",
    "log_level,LOG_LEVEL,warning"
  })
  void everyOldVariableSetsItsKey(String path, String variable, String shown) {
    assertThat(load(OLD).effective())
        .contains(new Setting(path, Optional.of(shown), "environment " + variable));
  }

  @Test
  void variablesThatDoNothingAnyMoreAreNotEvenMentioned() {
    Settings<FoyerConfig> settings = load(OLD);

    assertThat(settings.unknownVariables()).isEmpty();
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  void panicAndFatalLeaveNothingButErrors() {
    assertThat(NodeSettings.LogLevel.PANIC.severity()).isEqualTo(org.slf4j.event.Level.ERROR);
    assertThat(NodeSettings.LogLevel.FATAL.severity()).isEqualTo(org.slf4j.event.Level.ERROR);
    assertThat(NodeSettings.LogLevel.WARNING.severity()).isEqualTo(org.slf4j.event.Level.WARN);
  }

  private static Settings<FoyerConfig> load(Map<String, String> environment) {
    return Settings.load(
        FoyerConfig.class,
        new Sources(Map.of(), environment, Optional.empty(), Path.of("target/nothing-here")));
  }
}
