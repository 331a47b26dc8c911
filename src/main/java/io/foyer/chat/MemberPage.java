package io.foyer.chat;

import java.util.List;
import java.util.Optional;

/**
 * A page of members, ordered by account id.
 *
 * @param next cursor of the next page; empty on the last
 */
public record MemberPage(List<Member> items, Optional<String> next) {
  /** Keeps the items from changing. */
  public MemberPage {
    items = List.copyOf(items);
  }

  /**
   * A member of a room.
   *
   * @param since sequence number of the join
   * @param read last sequence number marked as read
   */
  public record Member(String account, long since, long read) {}
}
