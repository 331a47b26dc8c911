package io.foyer.chat;

/**
 * A chat participant without an account, for the lifetime of one connection.
 *
 * @param session 24 hex digits
 * @param node node of the connection
 * @param name display name, unique among the current guests of the room
 */
public record Guest(String session, String node, String room, String name) {}
