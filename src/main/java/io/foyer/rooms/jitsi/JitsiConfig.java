package io.foyer.rooms.jitsi;

import io.foyer.platform.config.Default;
import io.foyer.platform.config.Secret;
import java.net.URI;
import java.util.Optional;

/**
 * Settings of the Jitsi server and its room names.
 *
 * @param names {@code secret}: unguessable; {@code compatible}: {@code id-login-login}, as 42-jitsi
 *     named them, which anybody can guess; reminders then lead there at once, as its did, unless
 *     tokens are needed
 * @param appId issuer of signed room tokens; needs {@code appSecret} too
 * @param audience the {@code aud} of a token, one of prosody's accepted audiences
 */
public record JitsiConfig(
    @Default("https://meet.jit.si/") URI url,
    @Default("secret") RoomNames names,
    Optional<String> appId,
    Optional<Secret> appSecret,
    @Default("jitsi") String audience) {
  /** Naming scheme of rooms. */
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
