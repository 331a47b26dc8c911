package io.foyer.platform.jobs;

import java.time.Duration;
import java.util.Optional;

/** Result of one run of a job, written by the {@link JobWorker} under the job's fence. */
public sealed interface JobResult {
  /** Finished: the job is deleted. */
  record Done() implements JobResult {}

  /** Successful so far: the job is due again after {@code after}, its attempts count from 0. */
  record Next(Duration after) implements JobResult {}

  /**
   * Failed: the job is due again after the backoff of its attempts.
   *
   * @param atLeast the shortest pause, such as one that a remote server asked for
   */
  record Failed(String reason, Optional<Duration> atLeast) implements JobResult {
    /** A failure without a pause of its own. */
    public Failed(String reason) {
      this(reason, Optional.empty());
    }
  }

  /** Written already: the handler's own transaction called {@link JobStore#settle}. */
  record Settled() implements JobResult {}
}
