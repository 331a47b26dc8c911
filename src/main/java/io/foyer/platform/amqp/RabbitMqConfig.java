package io.foyer.platform.amqp;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Default;
import io.foyer.platform.config.Secret;

/**
 * The RabbitMQ broker and the queue of webhooks.
 *
 * @param vhost the virtual host; empty means {@code /}
 * @param declare whether Foyer declares the queue and its dead-letter queue; {@code false} where
 *     the operator owns them
 * @param deadLetterQueue where poison goes; empty means {@code <queue>.dead}
 * @param prefetch how many deliveries may be unacknowledged at once, 1 to 65535
 */
public record RabbitMqConfig(
    @Default("localhost") String host,
    @Default("5672") int port,
    @Default("") String vhost,
    @Default("guest") String user,
    @Default("guest") Secret password,
    @Default("webhooks_intra_42jitsi") String queue,
    @Default("true") boolean declare,
    @Default("") String deadLetterQueue,
    @Default("256") int prefetch) {
  private static final int MOST_UNACKNOWLEDGED = 65_535;

  /** Refuses a prefetch of 0: to the broker it means without bound. */
  public RabbitMqConfig {
    new Checks().between(1, prefetch, MOST_UNACKNOWLEDGED, "prefetch").done();
  }

  /** The dead-letter queue by its real name. */
  String deadLetters() {
    return deadLetterQueue.isEmpty() ? queue + ".dead" : deadLetterQueue;
  }
}
