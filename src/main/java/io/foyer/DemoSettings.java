package io.foyer;

import io.foyer.demo.Demo;
import io.foyer.evaluations.intra.IntraConfig;
import io.foyer.platform.config.Secret;
import io.foyer.platform.config.Sources;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The settings of a demo: the given ones, with stand-ins for missing services. It uses its own data
 * directory, so that it never mixes with real data; and because its secrets are public it listens
 * on loopback unless another address is set.
 */
public final class DemoSettings {
  /** Secret of every webhook if none is configured. */
  static final String SECRET = "demo";

  /** The event of a booking. */
  public static final String CREATE = "scale_team.create";

  private final FoyerConfig given;
  private final Demo demo;

  /** The demo beside a node with these settings. */
  public DemoSettings(FoyerConfig given, Demo demo) {
    this.given = given;
    this.demo = demo;
  }

  /** The secret of bookings, unless one of the installation's own is configured. */
  public static Optional<String> publicSecret(FoyerConfig demo) {
    return demo.evaluations()
        .intra()
        .map(intra -> intra.webhooks().getOrDefault(CREATE, List.of()))
        .filter(secrets -> secrets.contains(Secret.of(SECRET)))
        .map(secrets -> SECRET);
  }

  /** The sources of the demo's settings. */
  public Sources apply(Sources sources) {
    return sources.withDefaults(defaults()).withOverrides(overrides());
  }

  private Map<String, String> defaults() {
    Map<String, String> defaults = new HashMap<>();
    defaults.put("http_addr", "127.0.0.1:8080");
    if (given.evaluations().intra().isEmpty()) {
      defaults.put("intra.url", demo.intra().toString());
      defaults.put("intra.app_id", "demo");
      defaults.put("intra.app_secret", SECRET);
      defaults.put("intra.webhooks", secrets());
    }
    NotificationSettings notifications = given.notifications();
    if (notifications.slack().isEmpty() && notifications.slackThat().isEmpty()) {
      defaults.put("slack_that.url", demo.slackThat().toString());
      defaults.put("slack_that.workspace", Demo.WORKSPACE);
    }
    if (notifications.mail().isEmpty()) {
      defaults.put("mail.server", demo.smtp());
      defaults.put("mail.security", "none");
      defaults.put("mail.from", "foyer@demo.example");
    }
    return defaults;
  }

  private Map<String, String> overrides() {
    Map<String, String> overrides = new HashMap<>();
    overrides.put("data_dir", given.node().dataDir().resolve("demo").toString());
    Optional<IntraConfig> intra = given.evaluations().intra();
    if (intra.filter(it -> it.webhooks().isEmpty()).isPresent()) {
      overrides.put("intra.webhooks", secrets());
    }
    return overrides;
  }

  private static String secrets() {
    return Stream.of("create", "update", "destroy")
        .map(event -> "scale_team." + event + ":" + SECRET)
        .collect(Collectors.joining(","));
  }
}
