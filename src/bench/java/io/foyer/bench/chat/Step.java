package io.foyer.bench.chat;

/**
 * A step of coming in.
 *
 * @param say what is sent first; empty for nothing
 * @param hear what must then be heard, in any frame
 */
record Step(String say, String hear) {}
