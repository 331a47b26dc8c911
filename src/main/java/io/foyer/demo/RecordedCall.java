package io.foyer.demo;

import java.time.Instant;

/**
 * A request recorded by a stand-in.
 *
 * @param target path and query
 * @param body as text; empty if there was none
 */
public record RecordedCall(Instant at, String method, String target, String body) {}
