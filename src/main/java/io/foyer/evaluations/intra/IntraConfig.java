package io.foyer.evaluations.intra;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Default;
import io.foyer.platform.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Settings of the 42 intranet: API access and webhook secrets.
 *
 * @param webhooks accepted secrets for each {@code model.event}; several, so that one can be
 *     rotated without rejecting a delivery
 * @param callTimeout timeout of one call, waiting for {@code Retry-After} included
 */
public record IntraConfig(
    @Default("https://api.intra.42.fr") URI url,
    String appId,
    Secret appSecret,
    Map<String, List<Secret>> webhooks,
    @Default("10s") Duration callTimeout) {
  /** Checks the names of the webhooks. */
  public IntraConfig {
    webhooks = Map.copyOf(webhooks);
    Checks checks = new Checks();
    webhooks
        .keySet()
        .forEach(
            name ->
                checks.that(
                    name.matches("[^.]+\\.[^.]+"),
                    "webhooks." + name,
                    "must be named model.event, such as scale_team.create"));
    checks.done();
  }
}
