package io.foyer;

import io.foyer.evaluations.intra.IntraConfig;
import io.foyer.platform.config.Default;
import io.foyer.platform.config.Description;
import java.time.Duration;
import java.util.Optional;

/** The settings of 42's evaluations. */
public record EvaluationsSettings(
    @Description(
            "The second accepted notation of `begin_at` besides RFC 3339, as a Go time layout that"
                + " is read as UTC.")
        @Default("2006-01-02 15:04:05 UTC")
        String beginAtTimeLayout,
    @Description(
            "How long the tombstone of a destroyed evaluation is kept; until then the evaluation"
                + " cannot come back.")
        @Default("720h")
        Duration tombstoneRetention,
    @Description(value = "The 42 intranet: its API and its webhooks.", absent = "webhooks are off")
        Optional<IntraConfig> intra) {}
