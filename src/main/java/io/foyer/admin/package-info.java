/**
 * Operator functions: queue metrics, what needs attention, retention clean-up, outbox replay.
 * Called by the composition root; owns no table. Promises gauges of everything that is pending,
 * failed or unknown.
 */
@NullMarked
package io.foyer.admin;

import org.jspecify.annotations.NullMarked;
