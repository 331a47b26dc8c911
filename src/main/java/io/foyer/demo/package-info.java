/**
 * Stand-ins for the parties that Foyer talks to, speaking real HTTP. Called by {@code foyer demo}
 * and by tests; owns their data, which lives in memory. Promises the same answers as the originals,
 * and any fault on demand.
 */
@NullMarked
package io.foyer.demo;

import org.jspecify.annotations.NullMarked;
