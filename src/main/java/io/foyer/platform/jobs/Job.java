package io.foyer.platform.jobs;

/**
 * A claimed piece of work.
 *
 * @param kind what to do
 * @param key with what; unique within the kind
 * @param attempt 1 for the first claim since it was asked for
 * @param fence proves the right to finish it
 */
public record Job(String kind, String key, int attempt, long fence) {}
