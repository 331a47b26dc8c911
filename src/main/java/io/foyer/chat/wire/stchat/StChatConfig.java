package io.foyer.chat.wire.stchat;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Default;
import io.foyer.platform.config.HostPort;
import io.foyer.platform.config.Range;

/**
 * The guests' port; closed where it is not set.
 *
 * @param addr where it listens; st-chat used port 8888
 * @param room the name of the one room that guests come into; made where there is none
 * @param connections how many one client address may hold at once
 */
public record StChatConfig(
    HostPort addr,
    @Default("Guests") String room,
    @Default("32") @Range(least = 1, most = 100_000) int connections) {
  /** Checks the name. */
  public StChatConfig {
    new Checks().that(!room.isBlank(), "room", "must not be blank").done();
  }
}
