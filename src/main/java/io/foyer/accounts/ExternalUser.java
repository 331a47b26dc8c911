package io.foyer.accounts;

import io.foyer.platform.web.Caller.Role;

/**
 * A user as reported by another system, not yet validated.
 *
 * @param subject the other system's id
 * @param name may be empty
 */
public record ExternalUser(String subject, String name, String about, Role role) {}
