package io.foyer.chat;

import io.foyer.chat.ChatEvent.Kind;
import io.foyer.chat.RoomStore.Place;
import io.foyer.platform.Ids;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.Tx;
import io.foyer.platform.web.Caller;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/**
 * Who comes and goes, and what else is done to a room. Each is judged and written by one
 * transaction that holds the room's head, so that it has its place among the messages.
 */
final class MembershipService {
  private static final Future<Optional<ChatEvent>> NOTHING =
      Future.succeededFuture(Optional.empty());

  private final Ids ids;
  private final Database database;
  private final HeadStore heads;
  private final RoomStore rooms;
  private final MemberStore members;
  private final Announcer announcer;

  MembershipService(
      Ids ids,
      Database database,
      HeadStore heads,
      RoomStore rooms,
      MemberStore members,
      Announcer announcer) {
    this.ids = ids;
    this.database = database;
    this.heads = heads;
    this.rooms = rooms;
    this.members = members;
    this.announcer = announcer;
  }

  /** What is done to a room of which the head is held. */
  private interface Change<T> {
    Future<T> in(Tx tx, Place place);
  }

  Future<Void> join(Caller caller, String room) {
    return change(
        caller, room, (tx, place) -> place.member() ? NOTHING : enter(tx, caller, room, place));
  }

  private Future<Optional<ChatEvent>> enter(Tx tx, Caller caller, String room, Place place) {
    Rules.mustEnter(caller, place);
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
        (tx, place) -> {
          Rules.mustSee(caller, place);
          return takeOut(tx, draft(room, Kind.LEAVE, caller.account(), ""));
        });
  }

  Future<Void> invite(Caller caller, String room, String account) {
    return held(
            caller,
            room,
            (tx, place) -> {
              Rules.mustLead(caller, place);
              Rules.mustBeOpen(place);
              return invite(tx, room, account, caller.account());
            })
        .onSuccess(news -> news.ifPresent(announcer::tell))
        .mapEmpty();
  }

  /** What the invited is to hear; nothing where he was invited before, or is in. */
  private Future<Optional<RoomNews>> invite(Tx tx, String room, String account, String by) {
    return members
        .invite(tx, room, account, by)
        .compose(
            first ->
                first
                    ? rooms.one(tx, account, room, false)
                    : Future.succeededFuture(Optional.empty()))
        .map(found -> found.map(it -> RoomNews.of(it, Optional.of(account))));
  }

  Future<Void> remove(Caller caller, String room, String account) {
    return change(
        caller,
        room,
        (tx, place) -> {
          Rules.mustLead(caller, place);
          return members
              .uninvite(tx, room, account)
              .compose(done -> takeOut(tx, draft(room, Kind.REMOVED, account, "")));
        });
  }

  private Future<Optional<ChatEvent>> takeOut(Tx tx, Draft event) {
    return members
        .leave(tx, event.room(), event.account())
        .compose(was -> was ? heads.append(tx, event).map(Optional::of) : NOTHING);
  }

  Future<Void> topic(Caller caller, String room, String topic) {
    return change(
        caller,
        room,
        (tx, place) -> {
          Rules.mustLead(caller, place);
          Rules.mustBeOpen(place);
          return place.topic().equals(topic)
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
        (tx, place) -> {
          Rules.mustLead(caller, place);
          return place.archived()
              ? NOTHING
              : rooms
                  .archive(tx, room)
                  .compose(
                      done -> heads.append(tx, draft(room, Kind.ARCHIVED, caller.account(), "")))
                  .map(Optional::of);
        });
  }

  private Draft draft(String room, Kind kind, String account, String body) {
    return Draft.of(room, ids.next(), kind, account, body);
  }

  /** A change that makes an event, or none. */
  private Future<Void> change(Caller caller, String room, Change<Optional<ChatEvent>> change) {
    return held(caller, room, change)
        .onSuccess(event -> announcer.tell(event.stream().toList()))
        .mapEmpty();
  }

  private <T> Future<T> held(Caller caller, String room, Change<T> change) {
    if (!ChatFields.isId(room)) {
      return Future.failedFuture(Rules.noRoom());
    }
    return database.transaction(
        tx -> place(tx, room, caller.account()).compose(place -> change.in(tx, place)));
  }

  /** Read by a statement of its own: it sees what was committed while the first waited. */
  private Future<Place> place(Tx tx, String room, String account) {
    Future<Void> locked = heads.lock(tx, List.of(room));
    return rooms
        .place(tx, room, account)
        .compose(found -> locked.map(done -> found.orElseThrow(Rules::noRoom)));
  }
}
