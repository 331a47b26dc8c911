package io.foyer.platform.cluster;

import io.foyer.testing.Services;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Breaks the Redis of the tests. */
final class RedisControl {
  private RedisControl() {}

  /** One of kill, stop, start, restart, pause, resume. */
  static void tell(String verb) {
    try {
      int code =
          new ProcessBuilder(Services.find().redisControl().toString(), verb)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      if (code != 0) {
        throw new IllegalStateException("redis " + verb + " ended with " + code);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
