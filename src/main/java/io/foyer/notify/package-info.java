/**
 * Messages to people. Drains the outbox through channels; called by nobody, woken by hints. Owns
 * the wording and each channel's policy. Promises one message per row, or a row that says why not.
 */
@NullMarked
package io.foyer.notify;

import org.jspecify.annotations.NullMarked;
