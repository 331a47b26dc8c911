package io.foyer.demo;

import java.time.Instant;

/**
 * One request that a stand-in saw.
 *
 * @param target path and query
 * @param body as text; empty if there was none
 */
public record RecordedCall(Instant at, String method, String target, String body) {}
