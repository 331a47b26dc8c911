/**
 * Wakeups between the parts of a node and between nodes. Called after a commit that others wait
 * for. Owns the transport of the topics; delivery is best effort, so every subscriber also polls.
 */
@NullMarked
package io.foyer.platform.bus;

import org.jspecify.annotations.NullMarked;
