package io.foyer.chat.wire.plain;

import io.vertx.core.Future;

/** What a stream listens to. On its request's event loop. */
interface Ear {
  /** Begins to listen; the number that it begins after, before anything is sent. */
  Future<Long> open();

  /** There is room again. */
  void writable();

  /** Nobody listens any more. */
  void close();
}
