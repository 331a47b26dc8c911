package io.foyer.platform.jobs;

/** A job was claimed or requested again while it ran, so that what the run wrote is rolled back. */
public final class LeaseLost extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LeaseLost(Job job) {
    super(
        "job " + job.kind() + " " + job.key() + " was claimed or requested again",
        null,
        false,
        false);
  }
}
