package io.foyer.accounts;

import java.util.List;
import java.util.Optional;

/**
 * A page of accounts, ordered by handle.
 *
 * @param next cursor of the next page; empty on the last
 */
public record AccountPage(List<Account> items, Optional<String> next) {
  /** Keeps the items from changing. */
  public AccountPage {
    items = List.copyOf(items);
  }
}
