/**
 * Accounts on the wires of two old systems: {@code /api/v1} of Meetings and {@code /v1/accounts} of
 * the Jobsity chat.
 *
 * <p>Called by the HTTP edge. Owns two dialects and no data: all is asked of {@link
 * io.foyer.accounts.AccountService} and {@link io.foyer.accounts.SessionService}. Promises the old
 * paths, bodies and statuses, except where they told strangers who has an account.
 */
@NullMarked
package io.foyer.accounts.wire;

import org.jspecify.annotations.NullMarked;
