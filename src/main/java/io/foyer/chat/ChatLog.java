package io.foyer.chat;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the committed event log, for the hub. */
public interface ChatLog {
  /**
   * What came after an event.
   *
   * @param seq 0 for the beginning
   * @param limit 1 to 500
   * @return in order and without a gap; begins with a later number only where older ones are no
   *     longer kept
   */
  Future<List<ChatEvent>> after(String room, long seq, int limit);

  /** The newest numbers of these rooms; those that do not exist are left out. */
  Future<Map<String, Long>> latestSeqs(Collection<String> rooms);

  /**
   * Who came and went, in all rooms: everything but messages, by time.
   *
   * @param since the database's clock; read some seconds twice, because a transaction may commit
   *     after a later one
   */
  Future<List<ChatEvent>> membershipChanges(Instant since, int limit);

  /** Whether an account is a member, and the first sequence number that it may read. */
  Future<Map<String, Long>> memberOf(String account);

  /** Membership of an account in a room; empty for a non-member. */
  Future<Optional<Membership>> member(String room, String account);

  /** The account ids of those who are in a room. */
  Future<Set<String>> members(String room);

  /** What time it is, by the database's clock. */
  Future<Instant> now();
}
