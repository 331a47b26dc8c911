/**
 * What came in, once per delivery. Called by every door in the transaction that accepts a delivery;
 * owns the table {@code inbox}. Promises that a delivery is fresh exactly once.
 */
@NullMarked
package io.foyer.platform.inbox;

import org.jspecify.annotations.NullMarked;
