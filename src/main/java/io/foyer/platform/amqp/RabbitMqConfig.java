package io.foyer.platform.amqp;

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
  /** Checks the parts: AMQP takes a prefetch of 0 for "no limit", which Foyer never wants. */
  public RabbitMqConfig {
    if (prefetch < 1 || prefetch > 65_535) {
      throw new IllegalArgumentException("prefetch must be between 1 and 65535, is " + prefetch);
    }
  }

  /** The dead-letter queue by its real name. */
  String deadLetters() {
    return deadLetterQueue.isEmpty() ? queue + ".dead" : deadLetterQueue;
  }
}
