package io.foyer.chat.wire.stchat;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Default;
import io.foyer.platform.config.Description;
import io.foyer.platform.config.HostPort;
import io.foyer.platform.config.Range;

/** The guests' port; closed where it is not set. */
public record StChatConfig(
    @Description(value = "The address of the port; st-chat used 8888.", example = "0.0.0.0:8888")
        HostPort addr,
    @Description("The name of the guests' room; it is created where it is missing.")
        @Default("Guests")
        String room,
    @Description(
            value = "The most connections of one client address at a time.",
            unit = "connections")
        @Default("32")
        @Range(least = 1, most = 100_000)
        int connections) {
  /** Checks the name. */
  public StChatConfig {
    new Checks().that(!room.isBlank(), "room", "must not be blank").done();
  }
}
