package io.foyer.platform.inbox;

import static io.foyer.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.db.Database;
import io.foyer.testing.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The quarantine is bounded: by row, in all, and in time. */
class QuarantineIT {
  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase fresh = TestDatabase.migrated("quarantine");
  private final Database database = new Database(vertx, fresh.config());
  private final InboxStore inbox = new InboxStore();

  @AfterEach
  void close() throws Exception {
    await(database.close());
    await(vertx.close());
    fresh.close();
  }

  private void quarantine(String reason, Buffer body) throws Exception {
    await(inbox.quarantine(database, "it", reason, new JsonObject().put("X-Model", "m"), body));
  }

  @Test
  void ofALongBodyTheBeginningItsSizeAndItsHashAreKept() throws Exception {
    quarantine("long", Buffer.buffer("x".repeat(8 << 20)));
    quarantine("short", Buffer.buffer("short"));

    assertThat(
            fresh.column(
                "SELECT reason || ' ' || length(body) || ' ' || (headers->>'X-Model') || ' '"
                    + " || coalesce(headers->>'x-foyer-body-size', 'whole') FROM quarantine"
                    + " ORDER BY reason"))
        .containsExactly("long 65536 m 8388608", "short 5 m whole");
    assertThat(
            fresh.text(
                "SELECT headers->>'x-foyer-body-sha256' FROM quarantine WHERE reason = 'long'"))
        .isEqualTo(fresh.text("SELECT encode(sha256(repeat('x', 8388608)::bytea), 'hex')"));
  }

  @Test
  void theNewestThousandAreKept() throws Exception {
    fresh.execute(
        """
        INSERT INTO quarantine (id, source, reason, headers, body)
        SELECT lpad(to_hex(n), 24, '0'), 'it', n::text, '{}', '' FROM generate_series(1, 1050) AS n
        """);

    quarantine("new", Buffer.buffer("new"));
    quarantine("newer", Buffer.buffer("newer"));

    assertThat(fresh.number("SELECT count(*) FROM quarantine")).isEqualTo(1_000);
    assertThat(fresh.text("SELECT reason FROM quarantine ORDER BY id LIMIT 1")).isEqualTo("53");
    assertThat(fresh.column("SELECT reason FROM quarantine ORDER BY id DESC LIMIT 2"))
        .containsExactly("newer", "new");
  }

  @Test
  void whatIsPastItsRetentionIsDeleted() throws Exception {
    quarantine("old", Buffer.buffer("a"));
    fresh.execute("UPDATE quarantine SET received_at = now() - interval '31 days'");
    quarantine("new", Buffer.buffer("b"));

    assertThat(await(inbox.forgetQuarantined(database, Duration.ofDays(30)))).isEqualTo(1);
    assertThat(fresh.column("SELECT reason FROM quarantine")).containsExactly("new");
  }

  @Test
  void whatPostgresqlCannotStoreDoesNotKeepAMessageOut() throws Exception {
    JsonObject headers =
        new JsonObject()
            .put("a\0b", "c\0d")
            .put("deep", new JsonObject().put("list", new JsonArray().add("e\0").add(1)));

    await(inbox.quarantine(database, "it", "no\0 JSON", headers, Buffer.buffer("\0")));

    assertThat(fresh.text("SELECT reason || headers FROM quarantine"))
        .isEqualTo("no JSON{\"ab\": \"cd\", \"deep\": {\"list\": [\"e\", 1]}}");
  }
}
