package io.foyer.chat;

import java.util.List;
import java.util.Optional;

/**
 * Members in the order of their account ids.
 *
 * @param next what to ask for the next page with; empty on the last
 */
public record MemberPage(List<Member> items, Optional<String> next) {
  /** Keeps the items from changing. */
  public MemberPage {
    items = List.copyOf(items);
  }

  /**
   * Who is in.
   *
   * @param since the number of the event by which he came
   * @param read how far he has read
   */
  public record Member(String account, long since, long read) {}
}
