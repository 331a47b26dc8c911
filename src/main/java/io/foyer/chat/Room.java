package io.foyer.chat;

import java.time.Instant;
import java.util.Optional;

/**
 * A room, as one person sees it.
 *
 * @param owner the account that made it; empty where the house did
 * @param members how many are in
 * @param lastSeq the number of its newest event
 * @param invited whether he may come in by an invitation
 * @param standing his place in it; empty where he is no member
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
   * A member's place.
   *
   * @param from the first number he may read, if it is still kept
   * @param read how far he has read
   * @param unread messages of others after that, among the newest two hundred events
   */
  public record MembershipState(long from, long read, int unread) {}
}
