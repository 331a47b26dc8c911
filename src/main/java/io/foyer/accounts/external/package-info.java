/**
 * External accounts server, which authenticates users in place of our own log-in.
 *
 * <p>Called by the authenticator for bearer tokens. Owns the token introspection and its cache of
 * some seconds; accounts are synchronized into the tables of {@code io.foyer.accounts}. Promises
 * that a token valid there is valid here, that one rejected there is rejected here at most ten
 * seconds later, and 503 while the server is unavailable.
 */
@NullMarked
package io.foyer.accounts.external;

import org.jspecify.annotations.NullMarked;
