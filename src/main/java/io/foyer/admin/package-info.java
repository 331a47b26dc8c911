/**
 * What operators see and what keeps the tables small. Called by the composition root; owns no
 * table. Promises gauges of everything that waits, failed or is unknown.
 */
@NullMarked
package io.foyer.admin;

import org.jspecify.annotations.NullMarked;
