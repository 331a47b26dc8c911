/**
 * Client of the 42 intranet's API. Called by the enrichment of evaluations; owns the access token
 * and its renewal. Promises a response or a failure within the call's deadline.
 */
@NullMarked
package io.foyer.evaluations.intra;

import org.jspecify.annotations.NullMarked;
