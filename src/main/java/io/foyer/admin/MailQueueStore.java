package io.foyer.admin;

import io.foyer.platform.db.Sql;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * Operators' queries on the e-mails of the table {@code outbox}. A deleted e-mail keeps its row, so
 * that it is not written again, without its content.
 */
final class MailQueueStore {
  private static final String ANY_ID = "ffffffffffffffffffffffff";

  private static final String COLUMNS =
      """
      SELECT id, created_at, recipient, status, attempts, last_error, payload
      FROM outbox
      WHERE channel = 'mail' AND NOT payload ? 'deleted'
      """;

  private static final String LIST =
      COLUMNS + " AND status = ANY($1::text[]) AND id < $2 ORDER BY id DESC LIMIT $3";

  private static final String FIND = COLUMNS + " AND id = $1";

  private static final String LOCK = FIND + " FOR UPDATE";

  // What was being sent stays: nobody can take it back.
  private static final String DELETE =
      """
      UPDATE outbox SET
        status = CASE WHEN status = 'sent' THEN 'sent' ELSE 'cancelled' END,
        payload = '{"deleted": true}', withdrawn = true, fence = fence + 1,
        settled_at = COALESCE(settled_at, now())
      WHERE channel = 'mail' AND NOT payload ? 'deleted' AND status <> 'sending'
        AND ($1 = '' OR id = $1) AND status = ANY($2::text[])
      """;

  // A retry is worth its time; an e-mail without its secret is not worth sending.
  private static final String PROLONG =
      """
      UPDATE outbox SET expires_at = greatest(expires_at, now() + interval '2 days')
      WHERE channel = 'mail' AND id = $1 AND NOT payload ? 'deleted' AND NOT payload ? 'erased'
        AND status IN ('failed', 'held', 'unknown')
      """;

  /** Result of a deletion. */
  enum Deleted {
    DELETED,
    BEING_SENT,
    NOT_FOUND
  }

  /** An e-mail of the queue. */
  record Mail(
      String id,
      String created,
      String recipient,
      String status,
      int attempts,
      Optional<String> lastError,
      JsonObject payload) {
    JsonObject summary() {
      return new JsonObject()
          .put("id", id)
          .put("created", created)
          .put("to", recipient)
          .put("subject", masked(payload.getString("subject", payload.getString("title", ""))))
          .put("state", MailState.ofStatus(status).word())
          .put("attempts", attempts)
          .put("lastError", lastError.orElse(null));
    }

    JsonObject whole() {
      JsonObject mail =
          summary()
              .put("text", masked(payload.getString("text", "")))
              .put("html", masked(payload.getString("html", "")));
      JsonObject calendar = payload.getJsonObject("calendar");
      return calendar == null ? mail : mail.put("calendar", calendar.getString("content"));
    }

    private String masked(String text) {
      String secret = payload.getString("secret", "");
      return secret.isEmpty() ? text : text.replace(secret, "***");
    }
  }

  Future<List<Mail>> list(Sql sql, MailState state, Optional<String> before, int limit) {
    return sql.query(
            LIST,
            Tuple.tuple()
                .addArrayOfString(state.statuses().toArray(String[]::new))
                .addString(before.orElse(ANY_ID))
                .addInteger(limit))
        .map(MailQueueStore::mails);
  }

  Future<Optional<Mail>> find(Sql sql, String id) {
    return sql.query(FIND, Tuple.of(id)).map(rows -> mails(rows).stream().findFirst());
  }

  Future<Deleted> delete(Tx tx, String id) {
    return tx.query(LOCK, Tuple.of(id))
        .map(MailQueueStore::mails)
        .compose(
            found -> {
              if (found.isEmpty()) {
                return Future.succeededFuture(Deleted.NOT_FOUND);
              }
              return found.getFirst().status().equals("sending")
                  ? Future.succeededFuture(Deleted.BEING_SENT)
                  : delete(tx, id, List.of(found.getFirst().status())).map(Deleted.DELETED);
            });
  }

  /** Deletes all of a state but those that are being sent; returns how many. */
  Future<Integer> deleteAll(Tx tx, MailState state) {
    return delete(tx, "", state.statuses());
  }

  private static Future<Integer> delete(Tx tx, String id, List<String> statuses) {
    return tx.query(
            DELETE, Tuple.tuple().addString(id).addArrayOfString(statuses.toArray(String[]::new)))
        .map(RowSet::rowCount);
  }

  /** Gives an e-mail time to be sent again; whether there is such an e-mail. */
  Future<Boolean> prolong(Tx tx, String id) {
    return find(tx, id)
        .compose(
            found ->
                found.isEmpty()
                    ? Future.succeededFuture(false)
                    : tx.query(PROLONG, Tuple.of(id)).map(true));
  }

  private static List<Mail> mails(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(MailQueueStore::mail).toList();
  }

  private static Mail mail(Row row) {
    return new Mail(
        row.getString("id"),
        row.getOffsetDateTime("created_at").toInstant().toString(),
        row.getString("recipient"),
        row.getString("status"),
        row.getInteger("attempts"),
        Optional.ofNullable(row.getString("last_error")),
        row.get(JsonObject.class, "payload"));
  }
}
