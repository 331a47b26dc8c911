package io.foyer.platform.jobs;

import io.vertx.core.Future;

/** Runs one job of a kind. Called on the event loop of its {@link JobWorker}. */
public interface JobHandler {
  /**
   * Runs a claimed job. What it writes must be in a transaction that {@link JobStore#settleOrFail
   * settles} the job.
   *
   * @return the result; a failed future is logged and counts as {@link JobResult.Failed}, but for
   *     {@link LeaseLost}, after which the next holder of the job does its work
   */
  Future<JobResult> run(Job job);
}
