package io.foyer.feeds;

import static io.foyer.feeds.Awaited.done;

import io.foyer.platform.nats.NatsLink;
import io.foyer.platform.nats.RawStreamMessage;
import io.foyer.platform.nats.StreamState;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks whether a stream continues from the checkpoint. A broker that returns without its newest
 * messages (a restored disk, or one that lost unsynced data) reuses their sequences: the stream
 * then holds another message than the catalogue. A new incarnation begins after the last message
 * that both have. Messages are compared by the broker's timestamp.
 */
final class Continuity {
  private static final Logger log = LoggerFactory.getLogger(Continuity.class);

  private final IncarnationStore incarnations;
  private final NatsLink link;
  private final FeedMeters meters;

  Continuity(IncarnationStore incarnations, NatsLink link, FeedMeters meters) {
    this.incarnations = incarnations;
    this.link = link;
    this.meters = meters;
  }

  /**
   * Where to go on.
   *
   * @throws IOException where the stream ends before what was written and holds nothing else yet by
   *     which one could tell: it may be catching up
   */
  Checkpoint continued(Checkpoint checkpoint, StreamState stream)
      throws IOException, InterruptedException, TimeoutException, ExecutionException, LostLease {
    long newest = Math.min(checkpoint.seq(), stream.lastSeq());
    Optional<RawStreamMessage> held = held(checkpoint, newest).filter(it -> it.seq() == newest);
    if (held.isPresent() && differs(checkpoint, held.get())) {
      return fork(checkpoint, common(checkpoint, stream.firstSeq() - 1, newest));
    }
    if (newest < checkpoint.seq()) {
      throw new IOException(
          "the stream ends at %d, what is written at %d".formatted(newest, checkpoint.seq()));
    }
    return checkpoint;
  }

  /**
   * Bisects.
   *
   * @param same everything up to it is in both
   * @param other from it on nothing is
   * @return the last message before which both are the same
   */
  private long common(Checkpoint checkpoint, long same, long other)
      throws IOException, InterruptedException, TimeoutException, ExecutionException, LostLease {
    long low = same;
    long high = other;
    while (high - low > 1) {
      long middle = low + (high - low) / 2;
      Optional<RawStreamMessage> held = held(checkpoint, middle);
      if (held.isEmpty() || held.get().seq() >= high || differs(checkpoint, held.get())) {
        high = middle;
      } else {
        low = held.get().seq();
      }
    }
    return low;
  }

  private Optional<RawStreamMessage> held(Checkpoint checkpoint, long seq) throws IOException {
    return seq < 1 ? Optional.empty() : link.next(checkpoint.lease().stream(), seq);
  }

  private boolean differs(Checkpoint checkpoint, RawStreamMessage message)
      throws InterruptedException, TimeoutException, ExecutionException, LostLease {
    return done(incarnations.differs(checkpoint, message.seq(), message.at()));
  }

  private Checkpoint fork(Checkpoint checkpoint, long common)
      throws InterruptedException, TimeoutException, ExecutionException, LostLease {
    log.atError()
        .addKeyValue("stream", checkpoint.lease().stream())
        .addKeyValue("written", checkpoint.seq())
        .addKeyValue("common", common)
        .log("Broker lost messages and reuses their sequences, new incarnation begins");
    Checkpoint forked = done(incarnations.fork(checkpoint, common));
    meters.cameBackOlder();
    return forked;
  }
}
