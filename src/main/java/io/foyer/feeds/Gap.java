package io.foyer.feeds;

import java.time.Instant;

/**
 * A range of messages that the stream lost before they were written, from {@code first} to {@code
 * last}.
 */
record Gap(String stream, long incarnation, long first, long last, Instant foundAt) {}
