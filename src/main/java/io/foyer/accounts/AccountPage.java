package io.foyer.accounts;

import java.util.List;
import java.util.Optional;

/**
 * Accounts in the order of their handles.
 *
 * @param next what to ask for the next page with; empty on the last
 */
public record AccountPage(List<Account> items, Optional<String> next) {
  /** Keeps the items from changing. */
  public AccountPage {
    items = List.copyOf(items);
  }
}
