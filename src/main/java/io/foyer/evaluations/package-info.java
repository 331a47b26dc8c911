/**
 * 42's peer evaluations. Deliveries come in by webhook and RabbitMQ, are written down with their
 * meeting, and are completed from the intranet. Owns the table {@code evaluations}; promises that
 * whatever order deliveries arrive in, the newest state wins and a destroyed one stays destroyed.
 */
@NullMarked
package io.foyer.evaluations;

import org.jspecify.annotations.NullMarked;
