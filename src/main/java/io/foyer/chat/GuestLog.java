package io.foyer.chat;

import io.foyer.chat.ChatEvent.Kind;
import io.foyer.chat.GuestStore.Said;
import io.foyer.platform.Ids;
import io.foyer.platform.Problem;
import io.foyer.platform.db.Database;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Writes the events of guests (join, message, leave) into a room's log. Each join gets exactly one
 * leave, also when the guest's node dies. A future that succeeds means committed.
 */
public final class GuestLog {
  /** Member id under which all guests are connected to the hub; no account can have it. */
  public static final String GUESTS = "guests";

  /** Heartbeat timeout: after it a node counts as dead and its guests leave. */
  public static final Duration SILENCE = Duration.ofSeconds(10);

  private static final int MOST_AT_ONCE = 500;
  private static final int LONGEST_CLIENT_ID = 128;

  private final Ids ids;
  private final Database database;
  private final CommitListener commitListener;
  private final int longestText;
  private final GuestStore store = new GuestStore();
  private final GuestNodeStore nodes = new GuestNodeStore();

  /**
   * The log of guests.
   *
   * @param committed receives committed events
   * @param longestText of a message, in characters
   */
  public GuestLog(
      Ids ids, Database database, Consumer<List<ChatEvent>> committed, int longestText) {
    this.ids = ids;
    this.database = database;
    this.commitListener = new CommitListener(committed, news -> {}); // guests open no rooms
    this.longestText = longestText;
  }

  /**
   * Finds or creates the guests' room of that name and returns its id.
   *
   * @return fails with {@code Conflict} where it is archived or needs an invitation
   */
  public Future<String> room(String name) {
    return store
        .room(database, ids.next(), name, GUESTS)
        .map(
            found ->
                found.orElseThrow(
                    () ->
                        new Problem.Conflict("The room " + name + " is not open to guests.")
                            .asException()));
  }

  /**
   * Joins a guest; empty if the name is taken or the guest's node counts as dead.
   *
   * @return fails with {@code Conflict} where the room is archived
   */
  public Future<Optional<ChatEvent>> enter(Guest guest) {
    return store
        .enter(database, guest, ids.next())
        .onSuccess(event -> commitListener.committed(event.stream().toList()));
  }

  /**
   * Sends a message of a guest.
   *
   * @param clientId idempotency key, shared by all guests of a room, so that a message can be
   *     retried on another connection; empty for none
   * @return fails with {@code Denied} where the guest is no longer here
   */
  public Future<SendResult> say(Guest guest, String text, String clientId) {
    Optional<Problem> flaw = flaw(text, clientId);
    if (flaw.isPresent()) {
      return Future.failedFuture(flaw.get().asException());
    }
    return store
        .say(database, guest, ids.next(), text, clientId, hash(text))
        .compose(
            said -> said.map(it -> announce(it, guest, text, clientId)).orElseGet(GuestLog::gone));
  }

  private Optional<Problem> flaw(String text, String clientId) {
    if (text.startsWith("/")) {
      return wrong("message", "must not begin with / (there are no commands yet)");
    }
    if (text.codePointCount(0, text.length()) > longestText) {
      return wrong("message", "must have at most " + longestText + " characters");
    }
    if (clientId.length() > LONGEST_CLIENT_ID) {
      return wrong("clientMsgId", "must have at most " + LONGEST_CLIENT_ID + " characters");
    }
    boolean storable =
        (text + clientId)
            .codePoints()
            .noneMatch(it -> it == 0 || (it <= Character.MAX_VALUE && isSurrogate(it)));
    return storable ? Optional.empty() : wrong("message", "must be text without NUL");
  }

  private static boolean isSurrogate(int codePoint) {
    return Character.isSurrogate((char) codePoint);
  }

  private static Optional<Problem> wrong(String field, String reason) {
    return Optional.of(
        new Problem.Invalid(field + " " + reason, List.of(new Problem.Field(field, reason))));
  }

  private Future<SendResult> announce(Said said, Guest guest, String text, String clientId) {
    if (!said.same()) {
      return Future.failedFuture(
          new Problem.Conflict("Another message was sent under this name.").asException());
    }
    SendResult result = said.result();
    if (!result.repeated()) {
      commitListener.committed(
          List.of(
              new ChatEvent(
                  guest.room(),
                  result.seq(),
                  result.id(),
                  Kind.MESSAGE,
                  "",
                  said.name(),
                  1,
                  text,
                  clientId,
                  result.at())));
    }
    return Future.succeededFuture(result);
  }

  private static Future<SendResult> gone() {
    return Future.failedFuture(new Problem.Denied("You are no longer in this room.").asException());
  }

  private static Buffer hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return Buffer.buffer(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** Writes the leave events of guests; idempotent. */
  public Future<Void> exit(List<String> sessions) {
    return store
        .exit(database, sessions, sessions.stream().map(each -> ids.next()).toList())
        .onSuccess(commitListener::committed)
        .mapEmpty();
  }

  /** Registers a node that accepts guests. */
  public Future<Void> registerNode(String node) {
    return nodes.arrive(database, node);
  }

  /** Records a node's heartbeat; false if the node was declared dead and its guests have left. */
  public Future<Boolean> heartbeat(String node) {
    return nodes.beat(database, node);
  }

  /** Unregisters a node without guests. */
  public Future<Void> leave(String node) {
    return nodes.leave(database, node);
  }

  /** Expires dead nodes: writes the leave events of their guests, some hundred at a time. */
  public Future<Void> expireDeadNodes() {
    return nodes
        .bury(database, SILENCE)
        .compose(done -> store.orphans(database, MOST_AT_ONCE))
        .compose(orphans -> orphans.isEmpty() ? Future.succeededFuture() : exit(orphans));
  }
}
