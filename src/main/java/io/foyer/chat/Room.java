package io.foyer.chat;

import java.time.Instant;
import java.util.Optional;

/**
 * A room as seen by one account.
 *
 * @param owner account that created it; empty if Foyer did
 * @param members number of members
 * @param lastSeq sequence number of its newest event
 * @param invited whether the account has an invitation
 * @param standing the account's membership; empty for a non-member
 */
public record Room(
    String id,
    String name,
    String topic,
    String owner,
    ChatAccess chatAccess,
    Instant createdAt,
    Optional<Instant> archivedAt,
    long members,
    long lastSeq,
    boolean invited,
    Optional<MembershipState> standing) {

  /**
   * A member's read state.
   *
   * @param from first sequence number that the member may read, if it is still kept
   * @param read last sequence number marked as read
   * @param unread messages of others after that, among the newest two hundred events
   */
  public record MembershipState(long from, long read, int unread) {}
}
