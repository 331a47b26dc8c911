/**
 * The catalogue of feeds: who writes a stream down, what each message says, who may read it. Owns
 * the tables of {@code V5__feeds.sql} and schema {@code feeds}. Promises a row for each message
 * that the stream kept, once, under numbers of its feed without a gap.
 */
@NullMarked
package io.foyer.feeds;

import org.jspecify.annotations.NullMarked;
