package io.foyer.chat;

import io.foyer.chat.ChatEvent.Kind;
import io.foyer.chat.SendStore.Outcome;
import io.foyer.chat.SendStore.Verdict;
import io.foyer.platform.Ids;
import io.foyer.platform.Problem;
import io.foyer.platform.db.GroupCommit;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Caller.Role;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes messages: validates them, queues them in the lane of their room, and commits each lane in
 * groups (group commit). A room belongs to one lane of a node, and a lane commits one group at a
 * time, so that the messages of one sender stay in order. Thread-safe.
 */
final class MessageWriter {
  private static final int LANES = 4;

  private final Ids ids;
  private final SendStore store;
  private final CommitListener commitListener;
  private final int longestText;
  private final List<GroupCommit<NewEvent, Outcome>> lanes;

  MessageWriter(Ids ids, SendStore store, CommitListener commitListener, int longestText) {
    this.ids = ids;
    this.store = store;
    this.commitListener = commitListener;
    this.longestText = longestText;
    this.lanes =
        Stream.generate(() -> new GroupCommit<>(this::commit, MessageWriter::keys, 1))
            .limit(LANES)
            .toList();
  }

  Future<SendResult> send(Caller caller, String room, Optional<String> clientId, String text) {
    NewEvent newEvent = draft(caller, room, clientId, text);
    return ChatFields.isId(room)
        ? lanes
            .get(Math.floorMod(room.hashCode(), LANES))
            .submit(newEvent)
            .compose(MessageWriter::answer)
        : Future.failedFuture(RoomPermissions.noRoom());
  }

  private NewEvent draft(Caller caller, String room, Optional<String> clientId, String text) {
    ChatFields fields = new ChatFields();
    fields.text(text, longestText);
    clientId.ifPresent(fields::clientId);
    fields.done();
    return new NewEvent(
        room,
        ids.next(),
        Kind.MESSAGE,
        caller.account(),
        ChatFields.type(text),
        text,
        clientId.orElse(""),
        hash(text),
        caller.role() == Role.BOT);
  }

  private static Buffer hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return Buffer.buffer(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Two of one name are never in one group: the second finds what became of the first. */
  private static List<String> keys(NewEvent newEvent) {
    return newEvent.clientId().isEmpty()
        ? List.of()
        : List.of(newEvent.room() + " " + newEvent.account() + " " + newEvent.clientId());
  }

  private Future<List<Outcome>> commit(List<NewEvent> group) {
    return store
        .write(group)
        .map(
            outcomes -> {
              commitListener.committed(written(group, outcomes));
              return outcomes;
            });
  }

  private static List<ChatEvent> written(List<NewEvent> group, List<Outcome> outcomes) {
    List<ChatEvent> events = new ArrayList<>(group.size());
    for (int i = 0; i < group.size(); i++) {
      Outcome outcome = outcomes.get(i);
      if (outcome.verdict() == Verdict.WRITTEN) {
        events.add(group.get(i).numbered(outcome.result().seq(), outcome.result().at()));
      }
    }
    return events;
  }

  private static Future<SendResult> answer(Outcome outcome) {
    return switch (outcome.verdict()) {
      case WRITTEN, REPEATED -> Future.succeededFuture(outcome.result());
      case IDEMPOTENCY_CONFLICT ->
          Future.failedFuture(
              new Problem.Conflict("Another message was sent under this name.").asException());
      case NOT_MEMBER -> Future.failedFuture(RoomPermissions.noRoom());
      case ARCHIVED -> Future.failedFuture(RoomPermissions.archived());
    };
  }
}
