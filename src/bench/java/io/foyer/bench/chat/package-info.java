/**
 * {@code make bench-chat}: Foyer's chat beside socket.io and ws, with the same client on the same
 * machine.
 */
package io.foyer.bench.chat;
