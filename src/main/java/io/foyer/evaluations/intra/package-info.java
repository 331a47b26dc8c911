/**
 * The 42 intranet's API. Called by the enrichment of evaluations; owns the token and its renewal.
 * Promises an answer or a failure within the call's deadline.
 */
@NullMarked
package io.foyer.evaluations.intra;

import org.jspecify.annotations.NullMarked;
