package io.foyer.rooms.jitsi;

import io.foyer.meetings.Conference;
import io.foyer.meetings.Participant;
import io.foyer.platform.Ids;
import io.vertx.core.Future;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Names and links of rooms on a Jitsi server. Opening a link creates its room, so the name is the
 * only access control: new names are random, and if the server requires tokens, a link carries one
 * that is valid for its room only.
 */
public final class JitsiRooms implements Conference {
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
   * @param moderator whether the server should make the user a moderator
   */
  record User(
      Optional<String> id, Optional<String> name, Optional<String> email, boolean moderator) {}

  /** Generates a random room name: 130 bits in 26 characters of a-z and 2-7. */
  @Override
  public String newRoomName() {
    return ids.secret();
  }

  /**
   * With {@code compatible} names the one that 42-jitsi built, which can be guessed: {@code
   * 900101-evalice-stu1}, and {@code 5-} without participants.
   */
  @Override
  public Optional<String> roomName(String originId, List<Participant> participants) {
    return switch (config.names()) {
      case SECRET -> Optional.empty();
      case COMPATIBLE ->
          Optional.of(
              originId
                  + "-"
                  + participants.stream().map(Participant::key).collect(Collectors.joining("-")));
    };
  }

  /** Present for {@code compatible} names, unless the server asks for a token. */
  @Override
  public Optional<URI> publicAddress(String roomName) {
    return switch (config.names()) {
      case SECRET -> Optional.empty();
      case COMPATIBLE -> tokens.isPresent() ? Optional.empty() : Optional.of(address(roomName));
    };
  }

  /** The token in the address, if the server asks for one, is valid from now. */
  @Override
  public Future<URI> enter(String roomName, Optional<Participant> participant, Instant until) {
    return Future.succeededFuture(link(roomName, until, participant.map(JitsiRooms::user)));
  }

  private static User user(Participant participant) {
    return new User(
        participant.person().accountId(),
        participant.person().name(),
        participant.email() instanceof Participant.Email.Known known
            ? Optional.of(known.address())
            : Optional.empty(),
        participant.moderator());
  }

  /** The address of a room with a token for {@code user}; the token outlives {@code end}. */
  URI link(String roomName, Instant end, Optional<User> user) {
    URI address = address(roomName);
    return tokens
        .map(it -> URI.create(address + "?jwt=" + it.token(roomName, end, user)))
        .orElse(address);
  }

  private URI address(String roomName) {
    return URI.create(base() + segment(roomName));
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
