package io.foyer.platform.nats;

/**
 * How a stream stands.
 *
 * @param created when it was made, as the broker says it: names its incarnation
 * @param firstSeq the oldest message that it holds; one above {@code lastSeq} where it holds none
 * @param lastSeq the newest message that it ever took
 */
public record StreamState(String created, long firstSeq, long lastSeq) {}
