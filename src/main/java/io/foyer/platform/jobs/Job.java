package io.foyer.platform.jobs;

/**
 * A job claimed under a lease.
 *
 * @param kind type of the work
 * @param key subject of the work; unique within the kind
 * @param attempt 1 for the first claim since it was scheduled
 * @param fence fencing token; only its holder can finish the job
 */
public record Job(String kind, String key, int attempt, long fence) {}
