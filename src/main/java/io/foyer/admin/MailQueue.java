package io.foyer.admin;

import io.foyer.admin.MailQueueStore.Mail;
import io.foyer.admin.OutboxDesk.Verdict;
import io.foyer.platform.Problem;
import io.foyer.platform.db.Database;
import io.foyer.platform.web.Operation;
import io.foyer.platform.web.OperationRequest;
import io.foyer.platform.web.OperationResponse;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * HTTP operations of {@code /api/v1/mails}: the queue of e-mails for operators, as scheduLight's
 * README asks for it. What only the recipient may read is never shown.
 */
public final class MailQueue {
  private static final int PAGE = 50;

  private final MailQueueStore store = new MailQueueStore();
  private final Database database;
  private final OutboxDesk outbox;
  private final Runnable wake;

  /**
   * A queue.
   *
   * @param wake wakes the senders after a commit
   */
  public MailQueue(Database database, Runnable wake) {
    this.database = database;
    this.outbox = new OutboxDesk(database);
    this.wake = wake;
  }

  /** By the contract's operation ids. */
  public Map<String, Operation> operations() {
    return Map.of(
        "listMails", this::list,
        "getMail", this::get,
        "deleteMail", this::delete,
        "deleteMails", this::deleteAll,
        "retryMail", this::retry);
  }

  private Future<OperationResponse> list(OperationRequest call) {
    int limit = call.number("limit").orElse(PAGE);
    return store
        .list(database, state(call), call.text("cursor"), limit + 1)
        .map(
            mails -> {
              List<Mail> shown = mails.subList(0, Math.min(limit, mails.size()));
              JsonArray data = new JsonArray();
              shown.forEach(mail -> data.add(mail.summary()));
              JsonObject answer = new JsonObject().put("message", "found mails").put("data", data);
              if (mails.size() > limit) {
                answer.put("next", shown.getLast().id());
              }
              return OperationResponse.ok(answer);
            });
  }

  private static MailState state(OperationRequest call) {
    return MailState.of(call.text("state").orElseThrow());
  }

  private static String id(OperationRequest call) {
    return call.text("id").orElseThrow();
  }

  private Future<OperationResponse> get(OperationRequest call) {
    return store
        .find(database, id(call))
        .map(
            found ->
                OperationResponse.ok(
                    new JsonObject()
                        .put("message", "mail found")
                        .put("data", found.orElseThrow(MailQueue::notFound).whole())));
  }

  private static RuntimeException notFound() {
    return new Problem.NotFound("There is no such mail.").asException();
  }

  private Future<OperationResponse> delete(OperationRequest call) {
    return database
        .transaction(tx -> store.delete(tx, id(call)))
        .map(
            deleted ->
                switch (deleted) {
                  case DELETED -> OperationResponse.nothing();
                  case BEING_SENT ->
                      throw new Problem.Conflict("The mail is being sent.").asException();
                  case NOT_FOUND -> throw notFound();
                });
  }

  private Future<OperationResponse> deleteAll(OperationRequest call) {
    return database
        .transaction(tx -> store.deleteAll(tx, state(call)))
        .map(
            count ->
                OperationResponse.ok(
                    new JsonObject().put("message", "mails deleted").put("data", count)));
  }

  private Future<OperationResponse> retry(OperationRequest call) {
    return database
        .transaction(
            tx ->
                store
                    .prolong(tx, id(call))
                    .compose(
                        found ->
                            found
                                ? outbox.replay(tx, List.of(id(call)), MailState.RETRIED)
                                : Future.failedFuture(notFound())))
        .map(
            replay -> {
              if (replay.judged().stream().noneMatch(it -> it.verdict() == Verdict.REPLAYED)) {
                throw new Problem.Conflict(
                        "Only a mail that is held, has failed or may not have arrived can be"
                            + " sent again, and none whose secret was erased.")
                    .asException();
              }
              wake.run();
              return OperationResponse.accepted(
                  new JsonObject().put("message", "mail is sent again"));
            });
  }
}
