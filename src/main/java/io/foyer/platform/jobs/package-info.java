/**
 * Background jobs with a due time, a lease and a fence. Features schedule jobs in their own
 * transaction and finish them in another; owns the table {@code jobs} and the loop that wakes when
 * the next one is due. Promises that only the holder of the current fence finishes a job.
 */
@NullMarked
package io.foyer.platform.jobs;

import org.jspecify.annotations.NullMarked;
