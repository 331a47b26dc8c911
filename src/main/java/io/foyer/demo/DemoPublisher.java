package io.foyer.demo;

import io.foyer.feeds.SampleFeed;
import io.foyer.feeds.SamplePublisher;
import io.foyer.platform.nats.NatsConfig;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes the sample feeds on its own thread, and reconnects to NATS until it is stopped. */
final class DemoPublisher implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(DemoPublisher.class);
  private static final Duration AGAIN = Duration.ofSeconds(2);

  private final SamplePublisher publisher;
  private final Thread thread = Thread.ofPlatform().daemon().name("demo-feeds").unstarted(this);
  private String said = "";

  DemoPublisher(NatsConfig nats) {
    this.publisher =
        new SamplePublisher(
            nats,
            new SamplePublisher.Wish(
                List.of(SampleFeed.values()), Optional.empty(), OptionalLong.empty(), false));
  }

  void start() {
    thread.start();
  }

  @Override
  public void run() {
    try {
      while (!publisher.stopped()) {
        attempt();
      }
    } catch (InterruptedException e) {
      log.atDebug().log("Sample feeds stopped");
    }
  }

  private void attempt() throws InterruptedException {
    try {
      publisher.run();
    } catch (IOException e) {
      say(String.valueOf(e.getMessage()));
      Thread.sleep(AGAIN);
    }
  }

  /** Once for as long as it stays the same. */
  private void say(String reason) {
    if (!reason.equals(said)) {
      log.atInfo().addKeyValue("cause", reason).log("Sample feeds interrupted, retrying");
      said = reason;
    }
  }

  void close() {
    publisher.stop();
    thread.interrupt();
  }
}
