/**
 * Legacy APIs of two old systems: {@code /api/v1} of Meetings and {@code /v1/accounts} of the
 * Jobsity chat.
 *
 * <p>Called by the HTTP server. Owns the two formats and no data: everything goes through {@link
 * io.foyer.accounts.AccountService} and {@link io.foyer.accounts.SessionService}. Promises the old
 * paths, bodies and statuses, except where they let anonymous callers enumerate accounts.
 */
@NullMarked
package io.foyer.accounts.wire;

import org.jspecify.annotations.NullMarked;
