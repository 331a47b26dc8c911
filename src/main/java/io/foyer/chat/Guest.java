package io.foyer.chat;

/**
 * Somebody without an account, for as long as his connection lasts.
 *
 * @param session 24 hex digits
 * @param node that holds his connection
 * @param name that no other guest of the room has meanwhile
 */
public record Guest(String session, String node, String room, String name) {}
