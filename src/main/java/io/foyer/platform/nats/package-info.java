/**
 * The one user of the NATS client. Called by whoever writes a JetStream stream down; owns
 * connections, streams and consumers. Promises that nothing is acknowledged before it is told to,
 * and that a stream which is not as it should be is refused with the field's name.
 */
@NullMarked
package io.foyer.platform.nats;

import org.jspecify.annotations.NullMarked;
