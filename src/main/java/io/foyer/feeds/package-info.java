/**
 * Catalogue of message feeds: ingests a JetStream stream, decodes its messages into tables, and
 * serves them to authorized readers. Owns the tables {@code feeds} and {@code feed_…} and schema
 * {@code feeds}. Promises exactly one row for each message that the stream kept, with gapless
 * numbers in its feed.
 */
@NullMarked
package io.foyer.feeds;

import org.jspecify.annotations.NullMarked;
