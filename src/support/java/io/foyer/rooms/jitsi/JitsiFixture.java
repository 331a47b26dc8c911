package io.foyer.rooms.jitsi;

import io.foyer.platform.Ids;
import io.foyer.rooms.jitsi.JitsiConfig.RoomNames;
import java.net.URI;
import java.time.InstantSource;
import java.util.Optional;

/** Rooms on a Jitsi server that asks for no token. */
public final class JitsiFixture {
  private JitsiFixture() {}

  /** Rooms at {@code https://jitsi.example/} with names of this kind. */
  public static JitsiRooms rooms(RoomNames names) {
    JitsiConfig config =
        new JitsiConfig(
            URI.create("https://jitsi.example"),
            names,
            Optional.empty(),
            Optional.empty(),
            "jitsi");
    return new JitsiRooms(config, new Ids(), InstantSource.system());
  }
}
