/**
 * RabbitMQ: a consumer for each queue with reconnect, acknowledgements and dead letters, and a
 * publisher with confirms. The only package that uses RabbitMQ clients.
 *
 * <p>Called by features that consume or fill a queue; owns connections, topology and
 * acknowledgements. Promises an acknowledgement only after the handler's commit, and a published
 * message only after the broker's confirm.
 */
@NullMarked
package io.foyer.platform.amqp;

import org.jspecify.annotations.NullMarked;
