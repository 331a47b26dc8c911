/**
 * Hints between the parts of a node and between nodes. Called by whoever committed something that
 * others wait for. Owns the topics' transport; promises nothing: every listener has a sweep.
 */
@NullMarked
package io.foyer.platform.bus;

import org.jspecify.annotations.NullMarked;
