/**
 * WebSocket server (RFC 6455) on a bare Netty pipeline: strict, small, frames encoded once for
 * many.
 *
 * <p>Called by the WebSocket endpoints of chat and feeds. Owns the channel after the upgrade.
 * Promises bounded memory per connection, one write per event loop iteration, and that a protocol
 * violation closes that connection only, with the right status.
 */
@NullMarked
package io.foyer.platform.socket;

import org.jspecify.annotations.NullMarked;
