package io.foyer.chat;

import io.foyer.chat.ChatEvent.Kind;
import io.foyer.chat.RoomStore.RoomAccess;
import io.foyer.platform.Ids;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.Tx;
import io.foyer.platform.web.Caller;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Join, leave, invite, remove, and changes of a room. Each change checks permissions and writes its
 * event in one transaction that holds the room's head, which orders it among the messages.
 */
final class MembershipService {
  private static final Future<Optional<ChatEvent>> NOTHING =
      Future.succeededFuture(Optional.empty());

  private final Ids ids;
  private final Database database;
  private final HeadStore heads;
  private final RoomStore rooms;
  private final MemberStore members;
  private final CommitListener commitListener;

  MembershipService(
      Ids ids,
      Database database,
      HeadStore heads,
      RoomStore rooms,
      MemberStore members,
      CommitListener commitListener) {
    this.ids = ids;
    this.database = database;
    this.heads = heads;
    this.rooms = rooms;
    this.members = members;
    this.commitListener = commitListener;
  }

  /** A change of a room whose head is locked. */
  private interface Change<T> {
    Future<T> in(Tx tx, RoomAccess access);
  }

  Future<Void> join(Caller caller, String room) {
    return change(
        caller, room, (tx, access) -> access.member() ? NOTHING : enter(tx, caller, room, access));
  }

  private Future<Optional<ChatEvent>> enter(Tx tx, Caller caller, String room, RoomAccess access) {
    RoomPermissions.mustEnter(caller, access);
    return heads
        .append(tx, draft(room, Kind.JOIN, caller.account(), ""))
        .compose(
            event ->
                members.enter(tx, room, caller.account(), event.seq()).map(Optional.of(event)));
  }

  Future<Void> leave(Caller caller, String room) {
    return change(
        caller,
        room,
        (tx, access) -> {
          RoomPermissions.mustSee(caller, access);
          return takeOut(tx, draft(room, Kind.LEAVE, caller.account(), ""));
        });
  }

  Future<Void> invite(Caller caller, String room, String account) {
    return held(
            caller,
            room,
            (tx, access) -> {
              RoomPermissions.mustLead(caller, access);
              RoomPermissions.mustBeOpen(access);
              return invite(tx, room, account, caller.account());
            })
        .onSuccess(news -> news.ifPresent(commitListener::opened))
        .mapEmpty();
  }

  /** Notification for the invited account; empty if it was invited before or is a member. */
  private Future<Optional<RoomAvailable>> invite(Tx tx, String room, String account, String by) {
    return members
        .invite(tx, room, account, by)
        .compose(
            first ->
                first
                    ? rooms.one(tx, account, room, false)
                    : Future.succeededFuture(Optional.empty()))
        .map(found -> found.map(it -> RoomAvailable.of(it, Optional.of(account))));
  }

  Future<Void> remove(Caller caller, String room, String account) {
    return change(
        caller,
        room,
        (tx, access) -> {
          RoomPermissions.mustLead(caller, access);
          return members
              .uninvite(tx, room, account)
              .compose(done -> takeOut(tx, draft(room, Kind.REMOVED, account, "")));
        });
  }

  private Future<Optional<ChatEvent>> takeOut(Tx tx, NewEvent event) {
    return members
        .leave(tx, event.room(), event.account())
        .compose(was -> was ? heads.append(tx, event).map(Optional::of) : NOTHING);
  }

  Future<Void> topic(Caller caller, String room, String topic) {
    return change(
        caller,
        room,
        (tx, access) -> {
          RoomPermissions.mustLead(caller, access);
          RoomPermissions.mustBeOpen(access);
          return access.topic().equals(topic)
              ? NOTHING
              : rooms
                  .topic(tx, room, topic)
                  .compose(
                      done -> heads.append(tx, draft(room, Kind.TOPIC, caller.account(), topic)))
                  .map(Optional::of);
        });
  }

  Future<Void> archive(Caller caller, String room) {
    return change(
        caller,
        room,
        (tx, access) -> {
          RoomPermissions.mustLead(caller, access);
          return access.archived()
              ? NOTHING
              : rooms
                  .archive(tx, room)
                  .compose(
                      done -> heads.append(tx, draft(room, Kind.ARCHIVED, caller.account(), "")))
                  .map(Optional::of);
        });
  }

  private NewEvent draft(String room, Kind kind, String account, String body) {
    return NewEvent.of(room, ids.next(), kind, account, body);
  }

  /** A change that makes an event, or none. */
  private Future<Void> change(Caller caller, String room, Change<Optional<ChatEvent>> change) {
    return held(caller, room, change)
        .onSuccess(event -> commitListener.committed(event.stream().toList()))
        .mapEmpty();
  }

  private <T> Future<T> held(Caller caller, String room, Change<T> change) {
    if (!ChatFields.isId(room)) {
      return Future.failedFuture(RoomPermissions.noRoom());
    }
    return database.transaction(
        tx -> place(tx, room, caller.account()).compose(access -> change.in(tx, access)));
  }

  /** Read by a statement of its own: it sees what was committed while the first waited. */
  private Future<RoomAccess> place(Tx tx, String room, String account) {
    Future<Void> locked = heads.lock(tx, List.of(room));
    return rooms
        .place(tx, room, account)
        .compose(found -> locked.map(done -> found.orElseThrow(RoomPermissions::noRoom)));
  }
}
