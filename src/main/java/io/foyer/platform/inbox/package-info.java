/**
 * Deduplication of incoming deliveries (idempotent receiver). Called by every intake in the
 * transaction that accepts a delivery; owns the table {@code inbox}. Promises that a delivery
 * counts as new exactly once.
 */
@NullMarked
package io.foyer.platform.inbox;

import org.jspecify.annotations.NullMarked;
