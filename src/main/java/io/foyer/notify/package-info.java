/**
 * Notifications: sends outbox messages through channels. Woken after commits and by polling. Owns
 * the texts and each channel's retry policy. Promises one message per outbox row, or a row with the
 * cause of the failure.
 */
@NullMarked
package io.foyer.notify;

import org.jspecify.annotations.NullMarked;
