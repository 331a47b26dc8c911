package io.foyer.platform.nats;

/**
 * State of a stream.
 *
 * @param created creation time as reported by the broker; identifies the incarnation
 * @param firstSeq sequence of the oldest stored message; {@code lastSeq + 1} if the stream is empty
 * @param lastSeq sequence of the newest message ever stored
 */
public record StreamState(String created, long firstSeq, long lastSeq) {}
