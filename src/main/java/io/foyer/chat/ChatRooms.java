package io.foyer.chat;

import io.foyer.chat.ChatEvent.Kind;
import io.foyer.platform.Ids;
import io.foyer.platform.Problem;
import io.foyer.platform.db.Database;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Caller.Role;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Chat service on the database. */
final class ChatRooms implements ChatService {
  private final Ids ids;
  private final Database database;
  private final RoomStore rooms;
  private final MemberStore members;
  private final LogStore logs;
  private final MembershipService membershipService;
  private final MessageWriter writer;
  private final SendRateLimit sendRateLimit;
  private final CommitListener commitListener;

  ChatRooms(
      Ids ids,
      Database database,
      LogStore logs,
      CommitListener commitListener,
      SendRateLimit sendRateLimit,
      int longestText) {
    this.ids = ids;
    this.database = database;
    this.logs = logs;
    this.commitListener = commitListener;
    this.sendRateLimit = sendRateLimit;
    this.rooms = new RoomStore();
    this.members = new MemberStore();
    HeadStore heads = new HeadStore();
    this.membershipService =
        new MembershipService(ids, database, heads, rooms, members, commitListener);
    this.writer =
        new MessageWriter(ids, new SendStore(database, heads), commitListener, longestText);
  }

  @Override
  public Future<Room> create(Caller caller, String name, String topic, ChatAccess chatAccess) {
    return Future.succeededFuture(new ChatFields())
        .compose(
            fields -> {
              String goodName = fields.name(name);
              fields.topic(topic);
              fields.done();
              return create(caller, ids.next(), goodName, topic, chatAccess);
            });
  }

  private Future<Room> create(
      Caller caller, String id, String name, String topic, ChatAccess chatAccess) {
    NewEvent first = NewEvent.of(id, ids.next(), Kind.JOIN, caller.account(), "");
    return rooms
        .create(database, first, name, topic, chatAccess)
        .map(made -> made.orElseThrow(ChatRooms::taken))
        .onSuccess(event -> commitListener.committed(List.of(event)))
        .compose(event -> room(caller, id))
        .onSuccess(this::made);
  }

  private void made(Room room) {
    if (room.chatAccess() == ChatAccess.PUBLIC) {
      commitListener.opened(RoomAvailable.of(room, Optional.empty()));
    }
  }

  private static RuntimeException taken() {
    return new Problem.Conflict("There is a room of this name.").asException();
  }

  @Override
  public Future<Room> join(Caller caller, String room) {
    return membershipService.join(caller, room).compose(done -> room(caller, room));
  }

  @Override
  public Future<Void> leave(Caller caller, String room) {
    return membershipService.leave(caller, room);
  }

  @Override
  public Future<Void> invite(Caller caller, String room, String account) {
    return ChatFields.isAccount(account)
        ? membershipService.invite(caller, room, account)
        : Future.failedFuture(nobody());
  }

  @Override
  public Future<Void> remove(Caller caller, String room, String account) {
    return ChatFields.isAccount(account)
        ? membershipService.remove(caller, room, account)
        : Future.failedFuture(nobody());
  }

  private static RuntimeException nobody() {
    return new Problem.NotFound("There is no such account.").asException();
  }

  @Override
  public Future<Void> topic(Caller caller, String room, String topic) {
    return Future.succeededFuture(new ChatFields())
        .compose(
            fields -> {
              fields.topic(topic);
              fields.done();
              return membershipService.topic(caller, room, topic);
            });
  }

  @Override
  public Future<Void> archive(Caller caller, String room) {
    return membershipService.archive(caller, room);
  }

  @Override
  public Future<RoomPage> rooms(Caller caller, boolean mine, Optional<String> cursor, int limit) {
    return rooms
        .list(database, caller.account(), cursor.filter(ChatFields::isId), limit + 1, mine)
        .map(
            found ->
                found.size() > limit
                    ? new RoomPage(found.subList(0, limit), Optional.of(found.get(limit - 1).id()))
                    : new RoomPage(found, Optional.empty()));
  }

  @Override
  public Future<Room> room(Caller caller, String room) {
    return ChatFields.isId(room)
        ? rooms
            .one(database, caller.account(), room, caller.role() == Role.ADMIN)
            .map(found -> found.orElseThrow(RoomPermissions::noRoom))
        : Future.failedFuture(RoomPermissions.noRoom());
  }

  @Override
  public Future<MemberPage> members(
      Caller caller, String room, Optional<String> cursor, int limit) {
    return room(caller, room)
        .map(found -> mayLookIn(caller, found))
        .compose(
            found -> members.page(database, room, cursor.filter(ChatFields::isAccount), limit + 1))
        .map(
            found ->
                found.size() > limit
                    ? new MemberPage(
                        found.subList(0, limit), Optional.of(found.get(limit - 1).account()))
                    : new MemberPage(found, Optional.empty()));
  }

  private static Room mayLookIn(Caller caller, Room room) {
    if (room.standing().isEmpty() && caller.role() != Role.ADMIN) {
      throw RoomPermissions.noRoom();
    }
    return room;
  }

  @Override
  public Future<History> history(Caller caller, String room, History.Part part, int limit) {
    return ChatFields.isId(room)
        ? logs.history(room, caller.account(), part, limit)
            .map(found -> found.orElseThrow(RoomPermissions::noRoom))
        : Future.failedFuture(RoomPermissions.noRoom());
  }

  @Override
  public Future<SendResult> send(
      Caller caller, String room, Optional<String> clientId, String text) {
    return sendRateLimit.count(caller).compose(may -> writer.send(caller, room, clientId, text));
  }

  @Override
  public Future<Long> read(Caller caller, String room, long seq) {
    return ChatFields.isId(room)
        ? members
            .read(database, room, caller.account(), seq)
            .map(found -> found.orElseThrow(RoomPermissions::noRoom))
        : Future.failedFuture(RoomPermissions.noRoom());
  }
}
