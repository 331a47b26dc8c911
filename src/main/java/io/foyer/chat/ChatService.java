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

  /** Comes in: into a public room, by an invitation, or into his own. Again changes nothing. */
  Future<Room> join(Caller caller, String room);

  /** Goes out. Again changes nothing. */
  Future<Void> leave(Caller caller, String room);

  /** Lets somebody in, of whom it is known that he exists. Done by the owner and by admins. */
  Future<Void> invite(Caller caller, String room, String account);

  /** Takes somebody out, and his invitation back. Done by the owner and by admins. */
  Future<Void> remove(Caller caller, String room, String account);

  /** Says what the room is about. Done by the owner and by admins. */
  Future<Void> topic(Caller caller, String room, String topic);

  /** Ends a room; it stays readable. Done by the owner and by admins. */
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
   * Who is in; for members and admins.
   *
   * @param cursor the {@code next} of the page before
   * @param limit 1 to {@link #LONGEST_PAGE}
   */
  Future<MemberPage> members(Caller caller, String room, Optional<String> cursor, int limit);

  /**
   * What was said and done; for members. Fewer events than asked for come where they are long: a
   * page has 256 KiB at most as JSON, or one event. {@link History#more()} tells.
   *
   * @param limit 1 to {@link #LONGEST_PAGE}
   */
  Future<History> history(Caller caller, String room, History.Part part, int limit);

  /**
   * Says something. Bots may speak where they are no members. Each try counts against what the
   * account may say: {@link Problem.TooMany}.
   *
   * @param clientId what the sender calls it: under the same name it is written once, however often
   *     it is sent and for as long as the room lives
   * @return after the commit; fails with {@link Problem.Conflict} where that name was given to
   *     another text. When it fails with {@link Problem.Unavailable} it may have been written: only
   *     with a name can it be sent again
   */
  Future<SendResult> send(Caller caller, String room, Optional<String> clientId, String text);

  /**
   * Marks as read, for members; never goes back, nor beyond the newest event.
   *
   * @return how far he has read now
   */
  Future<Long> read(Caller caller, String room, long seq);
}
