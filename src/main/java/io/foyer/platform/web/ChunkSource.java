package io.foyer.platform.web;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/**
 * Source of a response body in chunks, with backpressure: each chunk is requested after the one
 * before it was written.
 */
@FunctionalInterface
public interface ChunkSource {
  /** The next chunk; empty after the last. Never called concurrently. */
  Future<Optional<Buffer>> next();
}
