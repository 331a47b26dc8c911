/**
 * Who somebody is: accounts, their passwords and sessions, and the gate that lets callers in.
 * Called by every wire that registers people or logs them in, and by the edge through {@code
 * AccountAuthenticator}. Owns the tables of {@code V2__accounts.sql}. Promises that a handle and an
 * e-mail address belong to one account, and that what was revoked opens nothing a second later, on
 * any node.
 */
@NullMarked
package io.foyer.accounts;

import org.jspecify.annotations.NullMarked;
