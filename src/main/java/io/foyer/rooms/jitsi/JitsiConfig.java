package io.foyer.rooms.jitsi;

import io.foyer.platform.config.Default;
import io.foyer.platform.config.Description;
import io.foyer.platform.config.Secret;
import java.net.URI;
import java.util.Optional;

/** The Jitsi server and how its rooms are named. */
public record JitsiConfig(
    @Description("The address of the server; the name of a room is appended to it.")
        @Default("https://meet.jit.si/")
        URI url,
    @Description(
            "How rooms are named: `secret` cannot be guessed; `compatible` is `id-login-login` as"
                + " in 42-jitsi, which can be guessed, and reminders then link to the room itself"
                + " unless it needs a token.")
        @Default("secret")
        RoomNames names,
    @Description(
            value = "The issuer of signed room tokens; it needs `app_secret` too.",
            absent = "rooms need no token",
            example = "change-me")
        Optional<String> appId,
    @Description(
            value = "The key of signed room tokens; it needs `app_id` too.",
            absent = "rooms need no token",
            example = "change-me")
        Optional<Secret> appSecret,
    @Description("The audience of room tokens, one of those that the server accepts.")
        @Default("jitsi")
        String audience) {
  /** How a room gets its name. */
  public enum RoomNames {
    SECRET,
    COMPATIBLE
  }

  /** Refuses half a token configuration. */
  public JitsiConfig {
    if (appId.isPresent() != appSecret.isPresent()) {
      throw new IllegalArgumentException("app_id and app_secret are needed together");
    }
  }
}
