package io.foyer.chat;

/**
 * Somebody's membership of a room.
 *
 * @param from the first number that he may read
 * @param since the number of the event by which he came last; an earlier departure of his is
 *     history
 */
public record Membership(long from, long since) {}
