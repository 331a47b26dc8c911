/**
 * RabbitMQ consumer: reconnect with backoff, acknowledgements, dead letters. The only package that
 * uses the RabbitMQ client.
 *
 * <p>Called by features that consume a queue; owns connections, topology and acknowledgements.
 * Promises an acknowledgement only after the handler's commit.
 */
@NullMarked
package io.foyer.platform.amqp;

import org.jspecify.annotations.NullMarked;
