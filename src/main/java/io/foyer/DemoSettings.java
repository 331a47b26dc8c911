package io.foyer;

import io.foyer.demo.Demo;
import io.foyer.evaluations.intra.IntraConfig;
import io.foyer.notify.LostAnswer;
import io.foyer.notify.slack.SlackThatConfig;
import io.foyer.platform.config.HostPort;
import io.foyer.platform.config.Secret;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Settings of a demo: the given ones, with stand-ins for missing services. It uses its own data
 * directory, so that it never mixes with real data; and because its secrets are public it listens
 * on loopback unless another address is set.
 */
final class DemoSettings {
  /** Secret of every webhook if none is configured. */
  static final String SECRET = "demo";

  /** The event of a booking. */
  static final String CREATE = "scale_team.create";

  private static final String EVERY_ADDRESS = "0.0.0.0";
  private static final int USUAL_PORT = 8080;

  private DemoSettings() {}

  static FoyerConfig of(FoyerConfig given, Demo demo) {
    return new FoyerConfig(
        address(given.httpAddr()),
        given.managementAddr(),
        given.timeout(),
        given.publicUrl(),
        given.allowedOrigins(),
        given.trustedProxies(),
        given.dataDir().resolve("demo"),
        given.adminToken(),
        given.warnBefore(),
        given.missedAfter(),
        given.beginAtTimeLayout(),
        given.maxBody(),
        given.tombstoneRetention(),
        given.inboxRetention(),
        given.outboxRetention(),
        given.meetingRetention(),
        given.language(),
        given.logLevel(),
        given.logFormat(),
        given.roles(),
        given.postgres(),
        Optional.of(given.intra().map(DemoSettings::withSecrets).orElseGet(() -> intra(demo))),
        given.slackThat().or(() -> slackThat(given, demo)),
        given.slack(),
        given.rabbitmq(),
        given.nats(),
        given.feeds(),
        given.jitsi(),
        given.limits(),
        given.redis(),
        given.cluster(),
        given.accounts(),
        given.jwt(),
        given.admin(),
        given.auth(),
        given.chat(),
        given.stchat());
  }

  /** The secret of bookings, unless one of the installation's own is configured. */
  static Optional<String> publicSecret(FoyerConfig demo) {
    return demo.intra()
        .map(intra -> intra.webhooks().getOrDefault(CREATE, List.of()))
        .filter(secrets -> secrets.contains(Secret.of(SECRET)))
        .map(secrets -> SECRET);
  }

  /** The default address cannot be distinguished from the same address set by hand. */
  private static HostPort address(HostPort given) {
    return given.equals(new HostPort(EVERY_ADDRESS, USUAL_PORT))
        ? new HostPort("127.0.0.1", USUAL_PORT)
        : given;
  }

  private static IntraConfig intra(Demo demo) {
    return new IntraConfig(
        demo.intra(), "demo", Secret.of(SECRET), secrets(), Duration.ofSeconds(10));
  }

  private static IntraConfig withSecrets(IntraConfig given) {
    return given.webhooks().isEmpty()
        ? new IntraConfig(
            given.url(), given.appId(), given.appSecret(), secrets(), given.callTimeout())
        : given;
  }

  private static Map<String, List<Secret>> secrets() {
    return Stream.of("create", "update", "destroy")
        .collect(
            Collectors.toUnmodifiableMap(
                event -> "scale_team." + event, event -> List.of(Secret.of(SECRET))));
  }

  private static Optional<SlackThatConfig> slackThat(FoyerConfig given, Demo demo) {
    return given.slack().isPresent()
        ? Optional.empty()
        : Optional.of(
            new SlackThatConfig(
                demo.slackThat(),
                Optional.of(Demo.WORKSPACE),
                "Evaluation Master",
                Duration.ofSeconds(20),
                LostAnswer.RESEND));
  }
}
