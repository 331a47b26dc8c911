package io.foyer.feeds;

import io.foyer.feeds.IngestSession.House;
import io.foyer.platform.nats.NatsLink;
import io.foyer.platform.nats.StreamMismatch;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the {@link StreamWriter} of this node. Deployment succeeds while the broker is unreachable,
 * and fails if the stream is misconfigured.
 */
public final class FeedsVerticle extends VerticleBase {
  private static final Logger log = LoggerFactory.getLogger(FeedsVerticle.class);
  private static final Duration DRAIN = Duration.ofSeconds(10);

  private final Feeds feeds;
  private final House house;
  private volatile Optional<StreamWriter> writer = Optional.empty();

  FeedsVerticle(Feeds feeds, House house) {
    this.feeds = feeds;
    this.house = house;
  }

  @Override
  public Future<?> start() {
    return feeds
        .open()
        .compose(known -> vertx.executeBlocking(() -> check(known)))
        .onSuccess(this::begin);
  }

  private List<Feed> check(List<Feed> known) throws StreamMismatch, InterruptedException {
    try (NatsLink link = NatsLink.open(house.nats(), "foyer start")) {
      link.ensure(house.stream());
    } catch (StreamMismatch e) {
      throw e;
    } catch (IOException e) {
      log.atWarn().addKeyValue("cause", e.getMessage()).log("NATS unreachable, retrying");
    }
    return known;
  }

  private void begin(List<Feed> known) {
    StreamWriter started = new StreamWriter(house, known);
    writer = Optional.of(started);
    started.start();
  }

  @Override
  public Future<?> stop() {
    return vertx.executeBlocking(
        () -> {
          if (writer.isPresent()) {
            writer.get().stop(DRAIN);
          }
          return true;
        });
  }

  /** What the writer is doing, for the readiness report; from any thread. */
  public String state() {
    return writer.map(it -> it.state().name().toLowerCase(java.util.Locale.ROOT)).orElse("new");
  }

  /** Whether any node writes the stream, as far as this node knows; from any thread. */
  public boolean working() {
    return writer
        .map(StreamWriter::state)
        .filter(it -> it == StreamWriter.State.WRITING || it == StreamWriter.State.STANDBY)
        .isPresent();
  }
}
