package io.foyer.feeds;

/**
 * A message for live subscribers.
 *
 * @param number number in the feed
 * @param json an object as {@code GET /api/v2/feeds/{subject}/messages} has it in {@code items}
 */
public record FeedItem(long number, String json) {}
