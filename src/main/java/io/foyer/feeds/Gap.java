package io.foyer.feeds;

import java.time.Instant;

/** What a stream lost before it was written, from {@code first} to {@code last}. */
record Gap(String stream, long incarnation, long first, long last, Instant foundAt) {}
