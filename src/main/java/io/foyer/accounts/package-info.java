/**
 * Accounts, passwords, sessions and authentication. Called by every API that registers users or
 * logs them in, and by the HTTP server through {@code AccountAuthenticator}. Owns the tables of
 * section Accounts of the baseline schema. Promises that a handle and an e-mail address belong to
 * one account, and that a revoked session is rejected on every node after a second.
 */
@NullMarked
package io.foyer.accounts;

import org.jspecify.annotations.NullMarked;
