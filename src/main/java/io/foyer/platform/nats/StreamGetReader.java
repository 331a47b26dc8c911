package io.foyer.platform.nats;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a stream message by message, some thousand in a second, whatever their headers are. It
 * reads one, and goes on for as long as there was an odd one among the last thousand: then a {@link
 * StreamReader} may try again. For one thread.
 */
public final class StreamGetReader {
  private static final int ORDINARY = 1_000;
  private static final int MOST = 200;
  private static final long MOST_BYTES = 8L * 1024 * 1024;

  private final NatsLink link;
  private final String stream;
  private int enough = 1;

  StreamGetReader(NatsLink link, String stream) {
    this.link = link;
    this.stream = stream;
  }

  /** What the stream holds from {@code seq} on, as far as care is called for; else nothing. */
  public List<StreamMessage> next(long seq) throws IOException {
    List<StreamMessage> some = new ArrayList<>();
    long next = seq;
    long bytes = 0;
    while (enough > 0 && some.size() < MOST && bytes < MOST_BYTES) {
      Optional<RawStreamMessage> held = link.next(stream, next);
      if (held.isEmpty()) {
        return some;
      }
      enough = held.get().malformed() ? ORDINARY : enough - 1;
      some.add(held.get().message());
      bytes += held.get().message().payload().length;
      next = held.get().seq() + 1;
    }
    return some;
  }
}
