/**
 * The one user of the RabbitMQ client. Called by features that consume a queue; owns connections,
 * topology and acknowledgements. Promises an ack only after the handler's commit.
 */
@NullMarked
package io.foyer.platform.amqp;

import org.jspecify.annotations.NullMarked;
