package io.foyer.chat;

/**
 * Membership of an account in a room.
 *
 * @param from first sequence number that the member may read
 * @param since sequence number of the latest join; leave events before it are history
 */
public record Membership(long from, long since) {}
