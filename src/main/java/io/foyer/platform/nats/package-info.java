/**
 * NATS JetStream: publisher, stream setup and consumers. The only package that uses the NATS
 * client.
 *
 * <p>Called by features that copy a JetStream stream into the database; owns connections, streams
 * and consumers. Promises that messages are acknowledged only on request, and that a stream with a
 * wrong configuration is rejected with the name of the setting.
 */
@NullMarked
package io.foyer.platform.nats;

import org.jspecify.annotations.NullMarked;
