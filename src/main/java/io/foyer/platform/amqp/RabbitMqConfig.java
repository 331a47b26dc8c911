package io.foyer.platform.amqp;

import io.foyer.platform.config.Default;
import io.foyer.platform.config.Description;
import io.foyer.platform.config.Range;
import io.foyer.platform.config.Secret;
import java.util.Optional;

/**
 * The RabbitMQ broker, and the queue of webhooks. Its keys stand beside those of the connection, as
 * in 42-jitsi; queues of other features have records of their own.
 */
public record RabbitMqConfig(
    @Description("The host name or address of the broker.") @Default("localhost") String host,
    @Description("The port of the broker.") @Default("5672") int port,
    @Description("The virtual host; empty means `/`.") @Default("") String vhost,
    @Description("The user that Foyer logs in as.") @Default("guest") String user,
    @Description("The password of that user.") @Default("guest") Secret password,
    @Description(
            "Whether Foyer consumes the queue of webhooks; false where only other features use the"
                + " broker.")
        @Default("true")
        boolean webhooks,
    @Description("The queue of webhooks.") @Default("webhooks_intra_42jitsi") String queue,
    @Description(
            "Whether Foyer declares the queue and its dead-letter queue; false where the operator"
                + " owns them.")
        @Default("true")
        boolean declare,
    @Description(
            "The queue for messages that can never be read; empty means the name of the queue with"
                + " `.dead` behind it.")
        @Default("")
        String deadLetterQueue,
    @Description(value = "The most unacknowledged messages at a time.", unit = "messages")
        @Default("256")
        @Range(least = 1, most = 65_535)
        int prefetch) {
  /** The queue of webhooks, if Foyer consumes it. */
  public Optional<ConsumedQueue> webhookQueue() {
    return webhooks
        ? Optional.of(new ConsumedQueue(queue, declare, deadLetterQueue, prefetch))
        : Optional.empty();
  }
}
