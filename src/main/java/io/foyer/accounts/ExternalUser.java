package io.foyer.accounts;

import io.foyer.platform.web.Caller.Role;

/**
 * Somebody as another system knows them; nothing is checked yet.
 *
 * @param subject the other system's id
 * @param name may be empty
 */
public record ExternalUser(String subject, String name, String about, Role role) {}
