package io.foyer.platform.jobs;

import io.vertx.core.Future;

/** Runs one job of a kind. Called on the event loop of its {@link JobWorker}. */
public interface JobHandler {
  /**
   * Runs a claimed job. What it writes must be in a transaction that {@link JobStore#settle
   * settles} the job and fails if that returns false: then the lease was lost.
   *
   * @return the result; a failed future is logged and counts as {@link JobResult.Failed}
   */
  Future<JobResult> run(Job job);
}
