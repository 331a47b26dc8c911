package io.foyer;

import io.foyer.platform.config.DeprecatedKeys;
import io.foyer.platform.config.Embedded;
import java.util.ArrayList;
import java.util.List;

/**
 * Every setting of Foyer, one record per feature. A group in {@code Optional} is absent until one
 * of its keys is set; then all its required keys must be.
 */
@DeprecatedKeys({"environment", "service", "email_suffix", "logstash", "sentry"})
public record FoyerConfig(
    @Embedded("Node") NodeSettings node,
    @Embedded("HTTP server") HttpSettings http,
    @Embedded("Backing services") BackingServicesSettings services,
    @Embedded("Meetings") MeetingsSettings meetings,
    @Embedded("Evaluations of 42") EvaluationsSettings evaluations,
    @Embedded("Notifications") NotificationSettings notifications,
    @Embedded("Accounts") AccountsSettings accounts,
    @Embedded("Chat") ChatSettings chat,
    @Embedded("Feeds") FeedsSettings feeds) {

  /** What is allowed and hardly meant, each with its path. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if ((notifications.slack().isPresent()
            || notifications.slackThat().isPresent()
            || notifications.mail().isPresent())
        && http.publicUrl().isEmpty()) {
      warnings.add("public_url: not set, so links in messages begin with " + http.publicBase());
    }
    if (services.postgres().filter(it -> it.sslCa().isPresent() && !it.verifies()).isPresent()) {
      warnings.add(
          "postgres.ssl_ca: has no effect unless postgres.ssl is verify-ca or verify-full");
    }
    return warnings;
  }
}
