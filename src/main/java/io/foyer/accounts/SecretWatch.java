package io.foyer.accounts;

import io.foyer.platform.db.Database;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices nodes that sign access tokens with a secret which this node does not know: there a
 * log-in of theirs counts for nothing. Each tells the others by a mark that its secret makes and
 * that leads to no secret.
 */
final class SecretWatch {
  private static final Logger log = LoggerFactory.getLogger(SecretWatch.class);

  /** How often to look. */
  static final Duration EVERY = Duration.ofSeconds(20);

  // A mark counts if it was renewed within three looks, and since the first look of this node: what
  // the node itself signed with before a restart is no other node.
  private static final String LOOK =
      """
      WITH mine AS (
        INSERT INTO jwt_secrets (mark, seen_at) VALUES (($1::text[])[1], now())
        ON CONFLICT (mark) DO UPDATE SET seen_at = now()
      ), old AS (
        DELETE FROM jwt_secrets
        WHERE seen_at < now() - interval '1 day' AND mark <> ALL ($1::text[]))
      SELECT now() AS as_of,
             EXISTS (SELECT FROM jwt_secrets
                     WHERE mark <> ALL ($1::text[]) AND seen_at > now() - interval '1 minute'
                       AND seen_at > COALESCE($2::timestamptz, now())) AS strange
      """;

  private final Database database;
  private final List<String> known;
  private Optional<OffsetDateTime> since = Optional.empty();
  private volatile boolean agrees = true;

  /**
   * A watch that has not looked.
   *
   * @param known marks of the secrets this node takes; the first is what it signs with
   */
  SecretWatch(Database database, List<String> known) {
    this.database = database;
    this.known = List.copyOf(known);
  }

  /** Whether all nodes that were seen sign with a secret that this one takes. */
  boolean agrees() {
    return agrees;
  }

  /** Shows the own mark and looks for others; one look at a time. */
  Future<Void> look() {
    Tuple parameters =
        Tuple.tuple()
            .addArrayOfString(known.toArray(String[]::new))
            .addOffsetDateTime(since.orElse(null));
    return database
        .query(LOOK, parameters)
        .map(rows -> rows.iterator().next())
        .onSuccess(this::seen)
        .mapEmpty();
  }

  private void seen(Row row) {
    since = since.or(() -> Optional.of(row.getOffsetDateTime("as_of")));
    boolean strange = row.getBoolean("strange");
    if (strange && agrees) {
      log.atWarn()
          .log("another node signs with a JWT_SECRET that is unknown here: log-ins are not shared");
    } else if (!strange && !agrees) {
      log.atInfo().log("all nodes sign with a JWT_SECRET that is known here");
    }
    agrees = !strange;
  }
}
