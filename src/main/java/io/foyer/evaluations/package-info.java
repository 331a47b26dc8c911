/**
 * 42's peer evaluations. Deliveries arrive by webhook and RabbitMQ, are stored with their meeting,
 * and enriched from the intranet. Owns the table {@code evaluations}; promises that in any order of
 * deliveries the newest state wins and a deleted evaluation stays deleted.
 */
@NullMarked
package io.foyer.evaluations;

import org.jspecify.annotations.NullMarked;
