package io.foyer.accounts;

import io.foyer.platform.db.Sql;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** Reads and writes the fingerprints of the nodes' JWT secrets in the table {@code jwt_secrets}. */
final class JwtSecretStore {
  // A fingerprint counts if it was renewed within three looks, and since the first look of this
  // node: what
  // the node itself signed with before a restart is no other node.
  private static final String LOOK =
      """
      WITH mine AS (
        INSERT INTO jwt_secrets (fingerprint, seen_at) VALUES (($1::text[])[1], now())
        ON CONFLICT (fingerprint) DO UPDATE SET seen_at = now()
      ), old AS (
        DELETE FROM jwt_secrets
        WHERE seen_at < now() - interval '1 day' AND fingerprint <> ALL ($1::text[]))
      SELECT now() AS as_of,
             EXISTS (SELECT FROM jwt_secrets
                     WHERE fingerprint <> ALL ($1::text[]) AND seen_at > now() - interval '1 minute'
                       AND seen_at > COALESCE($2::timestamptz, now())) AS strange
      """;

  /**
   * Result of one check.
   *
   * @param strange whether another node signs with a secret that this node does not know
   * @param asOf time of the check, by the database's clock
   */
  record Look(boolean strange, OffsetDateTime asOf) {}

  /**
   * Shows a node's fingerprint and looks at those of others.
   *
   * @param known fingerprints of the secrets it takes; the first is its own
   * @param since when it looked first
   */
  Future<Look> look(Sql sql, List<String> known, Optional<OffsetDateTime> since) {
    Tuple parameters =
        Tuple.tuple()
            .addArrayOfString(known.toArray(String[]::new))
            .addOffsetDateTime(since.orElse(null));
    return sql.query(LOOK, parameters)
        .map(rows -> rows.iterator().next())
        .map(row -> new Look(row.getBoolean("strange"), row.getOffsetDateTime("as_of")));
  }
}
