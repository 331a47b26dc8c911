package io.foyer;

import io.foyer.feeds.FeedsConfig;
import io.foyer.platform.config.Description;
import io.foyer.platform.nats.NatsConfig;
import java.util.Optional;

/** The settings of NATS feeds. */
public record FeedsSettings(
    @Description(
            value = "The NATS servers whose JetStream stream is written to PostgreSQL.",
            absent = "feeds are off")
        Optional<NatsConfig> nats,
    @Description("The feeds, in use as soon as `nats.url` is set; docs/feeds.md describes them.")
        FeedsConfig feeds) {}
