package io.foyer.feeds;

import java.time.Instant;

/** Messages that the broker received in the minute that began at {@code at}. */
record MinuteCount(Instant at, long messages) {}
