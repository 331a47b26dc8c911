package io.foyer.feeds;

import java.time.Instant;

/** A minute that began at {@code at}, and the messages that the broker took in it. */
record MinuteCount(Instant at, long messages) {}
