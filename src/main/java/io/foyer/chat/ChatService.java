package io.foyer.chat;

import io.foyer.platform.Problem;
import io.foyer.platform.web.Caller;
import io.vertx.core.Future;
import java.util.Optional;

/**
 * Rooms, membership, messages and history, for every API. A future that succeeds means committed.
 * Problems: {@link Problem.NotFound}: the room does not exist or is hidden from the caller; {@link
 * Problem.Forbidden}: the caller sees the room but lacks the permission; {@link Problem.Conflict}:
 * the room is archived.
 */
public interface ChatService {
  /** The longest page of any list. */
  int LONGEST_PAGE = 200;

  /**
   * Makes a room; its maker owns it and is its only member.
   *
   * @return fails with {@link Problem.Conflict} where the name is taken
   */
  Future<Room> create(Caller caller, String name, String topic, ChatAccess chatAccess);

  /** Joins a public room, one with an invitation, or one's own. Idempotent. */
  Future<Room> join(Caller caller, String room);

  /** Leaves a room. Idempotent. */
  Future<Void> leave(Caller caller, String room);

  /** Invites an existing account. For the owner and admins. */
  Future<Void> invite(Caller caller, String room, String account);

  /** Removes a member and its invitation. For the owner and admins. */
  Future<Void> remove(Caller caller, String room, String account);

  /** Sets the topic. For the owner and admins. */
  Future<Void> topic(Caller caller, String room, String topic);

  /** Archives a room; it stays readable. For the owner and admins. */
  Future<Void> archive(Caller caller, String room);

  /**
   * Rooms in the order of their names: the public ones that are not archived, those he is in, and
   * those he is invited to.
   *
   * @param mine only those he is in
   * @param cursor the {@code next} of the page before
   * @param limit 1 to {@link #LONGEST_PAGE}
   */
  Future<RoomPage> rooms(Caller caller, boolean mine, Optional<String> cursor, int limit);

  /** One room. */
  Future<Room> room(Caller caller, String room);

  /**
   * Lists the members; for members and admins.
   *
   * @param cursor the {@code next} of the page before
   * @param limit 1 to {@link #LONGEST_PAGE}
   */
  Future<MemberPage> members(Caller caller, String room, Optional<String> cursor, int limit);

  /**
   * Reads the event history; for members. A page may have fewer events than requested: it has at
   * most 256 KiB as JSON, or one event; see {@link History#more()}.
   *
   * @param limit 1 to {@link #LONGEST_PAGE}
   */
  Future<History> history(Caller caller, String room, History.Part part, int limit);

  /**
   * Sends a message. Bots need not be members. Every attempt counts against the account's rate
   * limit: {@link Problem.TooMany}.
   *
   * @param clientId idempotency key: a message is written once per key, however often it is sent
   *     and for as long as the room exists
   * @return after the commit; fails with {@link Problem.Conflict} if the key was used for another
   *     text. After {@link Problem.Unavailable} it may have been written: only a message with a key
   *     can be retried safely
   */
  Future<SendResult> send(Caller caller, String room, Optional<String> clientId, String text);

  /**
   * Marks as read, for members; never goes back, nor beyond the newest event.
   *
   * @return how far he has read now
   */
  Future<Long> read(Caller caller, String room, long seq);
}
