package io.foyer.accounts;

import io.foyer.platform.web.Caller.Role;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An account without its credentials.
 *
 * @param id 24 hex digits
 * @param handle in lower case, NFKC
 * @param name display name; the handle where none was given
 * @param identities identities at other systems; empty in lists
 */
public record Account(
    String id,
    String handle,
    String email,
    String name,
    String about,
    Role role,
    Optional<Instant> disabledAt,
    Instant createdAt,
    List<Identity> identities) {
  /** Keeps the identities from changing. */
  public Account {
    identities = List.copyOf(identities);
  }

  /**
   * An identity at another system: the id {@code subject} at {@code provider}, such as {@code 42}.
   */
  public record Identity(String provider, String subject) {}
}
