package io.foyer.evaluations.intra;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Default;
import io.foyer.platform.config.Description;
import io.foyer.platform.config.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The 42 intranet: its API and the secrets of its webhooks. */
public record IntraConfig(
    @Description("The address of the API.") @Default("https://api.intra.42.fr") URI url,
    @Description(
            value = "The id of the application that is registered at the intranet.",
            example = "change-me")
        String appId,
    @Description(value = "The secret of that application.", example = "change-me") Secret appSecret,
    @Description(
            value =
                "The secrets that deliveries of each `model.event` are accepted with; several while"
                    + " one is being replaced.",
            allowed =
                "names such as scale_team.create; in the environment `name:secret,name:secret`",
            example =
                "{scale_team.create: change-me, scale_team.update: [change-me, change-me-too],"
                    + " scale_team.destroy: change-me}")
        Map<String, List<Secret>> webhooks,
    @Description("The longest time that one call may take, waits for `Retry-After` included.")
        @Default("10s")
        Duration callTimeout) {
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
