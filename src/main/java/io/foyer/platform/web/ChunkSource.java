package io.foyer.platform.web;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** A body in pieces. Each is made when the caller's connection has taken the one before it. */
@FunctionalInterface
public interface ChunkSource {
  /** The next piece, empty after the last; never asked for two at once. */
  Future<Optional<Buffer>> next();
}
