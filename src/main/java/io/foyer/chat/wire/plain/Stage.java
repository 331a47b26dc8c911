package io.foyer.chat.wire.plain;

import java.time.Duration;

/** What a connection is at: finding out who it is, or talking. On its event loop. */
sealed interface Stage permits Arriving, Conversation {
  /** A frame came; also one that could not be understood. */
  void take(Asked asked);

  /** A frame came too soon, and was not looked at. */
  void refuse(Asked asked, Duration wait);

  /** There is room again behind the socket. */
  void writable();

  /** It is closed. */
  void closed();
}
