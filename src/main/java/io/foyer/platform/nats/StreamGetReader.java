package io.foyer.platform.nats;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Fallback reader that gets each stream message by a request of its own, whatever its headers are.
 * It continues until a thousand messages in a row were well-formed (one message if none was
 * malformed): then a {@link StreamReader} may try again. For one thread.
 */
public final class StreamGetReader {
  private static final int WELL_FORMED_RUN = 1_000;
  private static final int MAX_BATCH = 200;
  private static final int REQUESTS = 20; // at a time; each answer may be as large as a message
  private static final long MAX_BATCH_BYTES = 8L * 1024 * 1024;

  private final NatsLink link;
  private final String stream;
  private int remaining = 1;

  StreamGetReader(NatsLink link, String stream) {
    this.link = link;
    this.stream = stream;
  }

  /** Messages from {@code seq} on; empty once the caller may return to a {@link StreamReader}. */
  public List<StreamMessage> next(long seq) throws IOException {
    List<StreamMessage> batch = new ArrayList<>();
    long next = seq;
    long bytes = 0;
    while (remaining > 0 && batch.size() < MAX_BATCH && bytes < MAX_BATCH_BYTES) {
      List<RawStreamMessage> found = link.next(stream, next, Math.min(remaining, REQUESTS));
      if (found.isEmpty()) {
        return batch;
      }
      for (RawStreamMessage message : found) {
        remaining = message.malformed() ? WELL_FORMED_RUN : remaining - 1;
        batch.add(message.message());
        bytes += message.message().payload().length;
        next = message.seq() + 1;
      }
    }
    return batch;
  }
}
