/**
 * Stand-in servers for the remote services that Foyer calls, over real HTTP. Used by {@code foyer
 * demo} and by tests; own their data, in memory. Promise the same responses as the originals, and
 * faults on demand.
 */
@NullMarked
package io.foyer.demo;

import org.jspecify.annotations.NullMarked;
