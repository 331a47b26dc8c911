package io.foyer.rooms.jitsi;

import io.foyer.platform.Ids;
import io.foyer.rooms.jitsi.JitsiConfig.RoomNames;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Names and links of rooms on a Jitsi server. Opening a link creates its room, so the name is the
 * only access control: new names are random, and if the server requires tokens, a link carries one
 * that is valid for its room only.
 */
public final class JitsiRooms {
  private final JitsiConfig config;
  private final Ids ids;
  private final Optional<RoomTokens> tokens;

  /** Rooms on the server of {@code config}. */
  public JitsiRooms(JitsiConfig config, Ids ids, InstantSource clock) {
    this.config = config;
    this.ids = ids;
    this.tokens =
        config
            .appId()
            .flatMap(id -> config.appSecret().map(key -> new RoomTokens(config, id, key, clock)));
  }

  /**
   * User details for a room token; absent ones are omitted.
   *
   * @param id the user's id in Foyer
   */
  public record Person(Optional<String> id, Optional<String> name, Optional<String> email) {}

  /** Generates a random room name: 130 bits in 26 characters of a-z and 2-7. */
  public String newName() {
    return ids.secret();
  }

  /**
   * The name of an evaluation's room as 42-jitsi built it: {@code 900101-evalice-stu1}, and {@code
   * 5-} without logins. It can be guessed.
   *
   * @param logins corrector first
   */
  public String compatibleName(long id, List<String> logins) {
    return id + "-" + String.join("-", logins);
  }

  /**
   * The name that an evaluation's room must have, present only where the server is configured for
   * {@link RoomNames#COMPATIBLE} names. Such a name follows the logins: ask again when they change.
   */
  public Optional<String> fixedName(long id, List<String> logins) {
    return switch (config.names()) {
      case SECRET -> Optional.empty();
      case COMPATIBLE -> Optional.of(compatibleName(id, logins));
    };
  }

  /**
   * What stands before a room's name in an address that 42-jitsi would have sent; empty where names
   * are secret, and where a token must be made when somebody enters.
   */
  public Optional<String> openPrefix() {
    return switch (config.names()) {
      case SECRET -> Optional.empty();
      case COMPATIBLE -> tokens.isPresent() ? Optional.empty() : Optional.of(base());
    };
  }

  /**
   * The address of a room, to be made when somebody enters: the token in it, if the server asks for
   * one, is valid from now.
   *
   * @param end when the meeting ends, if that is known; the token outlives it by a grace period
   * @param person who enters, if that is known
   */
  public URI link(String roomName, Optional<Instant> end, Optional<Person> person) {
    String address = base() + segment(roomName);
    return URI.create(
        tokens.map(t -> address + "?jwt=" + t.token(roomName, end, person)).orElse(address));
  }

  private String base() {
    String base = config.url().toString();
    return base.endsWith("/") ? base : base + "/";
  }

  // Form encoding differs from that of a path in the blank only.
  private static String segment(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
