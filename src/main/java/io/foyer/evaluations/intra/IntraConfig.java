package io.foyer.evaluations.intra;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Default;
import io.foyer.platform.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The 42 intranet: how to ask it and what its webhooks carry.
 *
 * @param webhooks for each {@code model.event} the secrets that are accepted now; several, so that
 *     one can be replaced without refusing a delivery
 * @param callTimeout the longest one call may take, waiting for {@code Retry-After} included
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
