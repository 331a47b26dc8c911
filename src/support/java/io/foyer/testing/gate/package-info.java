/**
 * The gate: decides from the reports of a test run whether it passed, and sums up where its time
 * went. Called by {@code .ci/run} and {@code .ci/proof}; owns the rule of what is run a second
 * time. Promises that a wrong result, a skipped test or a missing one is never called a success.
 */
@NullMarked
package io.foyer.testing.gate;

import org.jspecify.annotations.NullMarked;
