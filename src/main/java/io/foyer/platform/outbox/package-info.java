/**
 * Transactional outbox: messages that are sent after the commit. Features add rows in their own
 * transaction; {@code notify} sends them. Owns the table {@code outbox}. Promises that each row is
 * sent once, or is visible as unknown or failed.
 */
@NullMarked
package io.foyer.platform.outbox;

import org.jspecify.annotations.NullMarked;
