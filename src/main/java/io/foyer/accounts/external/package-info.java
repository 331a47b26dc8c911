/**
 * An accounts server elsewhere, that says who somebody is in place of our own log-in.
 *
 * <p>Called by the gate for bearer tokens. Owns the asking, and what is remembered of the answers
 * for some seconds; accounts themselves are mirrored into the tables of {@code io.foyer.accounts}.
 * Promises that a token which is good there is good here, that one which is refused there is
 * refused here ten seconds later at the latest, and 503 where it cannot be known.
 */
@NullMarked
package io.foyer.accounts.external;

import org.jspecify.annotations.NullMarked;
