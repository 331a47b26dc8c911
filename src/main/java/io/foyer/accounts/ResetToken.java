package io.foyer.accounts;

import io.foyer.platform.config.Secret;
import java.time.Instant;

/**
 * Opens one password reset.
 *
 * @param token what {@link AccountService#resetPassword} takes; works once
 */
public record ResetToken(Secret token, Instant expiresAt) {}
