/**
 * WebSockets (RFC 6455) on a bare Netty pipeline: strict, small, frames encoded once for many.
 *
 * <p>Called by the wires of the chat and the feeds. Owns the channel after the upgrade. Promises
 * bounded memory per connection, one write per event-loop turn, and that a violation of the
 * protocol ends that connection only, with the right status.
 */
@NullMarked
package io.foyer.platform.socket;

import org.jspecify.annotations.NullMarked;
