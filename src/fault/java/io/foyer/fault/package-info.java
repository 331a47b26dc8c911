/**
 * Breaks Foyer and counts: real processes, real servers, a recorded history, and a checker that
 * judges it afterwards. Run by {@code make fault}; a short form runs with the tests. Promises that
 * a passing test saw a load, and that nothing of it was lost, doubled or late.
 */
@NullMarked
package io.foyer.fault;

import org.jspecify.annotations.NullMarked;
