package io.foyer.chat;

import io.foyer.platform.config.Default;
import io.foyer.platform.config.Description;
import io.foyer.platform.config.DurationRange;
import io.foyer.platform.config.Range;
import io.foyer.platform.socket.ConnectionLimits;
import java.time.Duration;
import java.util.Optional;

/** The limits of the chat and how long its events are kept. */
public record ChatConfig(
    @Description(value = "The longest text of a message.", unit = "characters")
        @Default("8000")
        @Range(least = 1, most = 100_000)
        int longestText,
    @Description(
            value =
                "The most messages that one account may send in a minute on one node; 0 means no"
                    + " limit.",
            unit = "messages")
        @Default("600")
        @Range(least = 0, most = 1_000_000)
        int rate,
    @Description(
            "How long a connection of the chat or of a feed may read nothing while data waits for"
                + " it; then it is closed with 4008.")
        @Default("60s")
        @DurationRange(least = "1s")
        Duration patience,
    @Description(
            value = "How long the events of a room are kept.",
            absent = "for ever",
            example = "8760h")
        @DurationRange(least = "1h")
        Optional<Duration> retention,
    @Description("The most long-lived connections of a node at a time.")
        ConnectionLimits connections) {}
