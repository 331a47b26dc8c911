package io.foyer.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/** What the server gives for the same rows in transactions as large, over one connection. */
final class FeedFloor {
  private static final String STAGE =
      """
      CREATE TABLE IF NOT EXISTS stage_raw AS
      SELECT (seq - 1) / SIZE AS batch, array_agg(seq ORDER BY seq) AS seq, array_agg(feed ORDER BY seq) AS feed,
        array_agg(number ORDER BY seq) AS number, array_agg(at ORDER BY seq) AS at,
        array_agg(payload ORDER BY seq) AS payload
      FROM foyer.feed_messages GROUP BY 1;
      CREATE TABLE IF NOT EXISTS stage_events AS
      SELECT (feed_number - 1) / (SIZE / 2) AS batch, array_agg(feed_number ORDER BY feed_number) AS feed_number,
        array_agg(stored_at ORDER BY feed_number) AS stored_at, array_agg(sport ORDER BY feed_number) AS sport,
        array_agg(match_title ORDER BY feed_number) AS match_title,
        array_agg(data_event ORDER BY feed_number) AS data_event
      FROM feeds.sport_events GROUP BY 1;
      CREATE TABLE IF NOT EXISTS stage_executions AS
      SELECT (feed_number - 1) / (SIZE / 2) AS batch, array_agg(feed_number ORDER BY feed_number) AS feed_number,
        array_agg(stored_at ORDER BY feed_number) AS stored_at, array_agg(symbol ORDER BY feed_number) AS symbol,
        array_agg(market ORDER BY feed_number) AS market, array_agg(price ORDER BY feed_number) AS price,
        array_agg(quantity ORDER BY feed_number) AS quantity,
        array_agg(execution_epoch ORDER BY feed_number) AS execution_epoch,
        array_agg(state_symbol ORDER BY feed_number) AS state_symbol
      FROM feeds.executions GROUP BY 1;
      CREATE UNIQUE INDEX IF NOT EXISTS stage_raw_batch ON stage_raw (batch);
      CREATE UNIQUE INDEX IF NOT EXISTS stage_events_batch ON stage_events (batch);
      CREATE UNIQUE INDEX IF NOT EXISTS stage_executions_batch ON stage_executions (batch);
      """;

  private static final List<String> UNNEST =
      List.of(
          """
          INSERT INTO foyer.feed_messages (incarnation, seq, feed, number, at, payload)
          SELECT 1, u.* FROM stage_raw s, unnest(s.seq, s.feed, s.number, s.at, s.payload) AS u
          WHERE s.batch = ?
          """,
          """
          INSERT INTO feeds.sport_events
          SELECT u.* FROM stage_events s,
            unnest(s.feed_number, s.stored_at, s.sport, s.match_title, s.data_event) AS u
          WHERE s.batch = ?
          """,
          """
          INSERT INTO feeds.executions
          SELECT u.* FROM stage_executions s, unnest(s.feed_number, s.stored_at, s.symbol, s.market,
            s.price, s.quantity, s.execution_epoch, s.state_symbol) AS u
          WHERE s.batch = ?
          """);

  private final BenchmarkFixture fixture;
  private final int batch;
  private final List<List<byte[]>> batches = new ArrayList<>();

  /** Encodes so many messages in batches of {@code batch}. */
  FeedFloor(BenchmarkFixture fixture, int messages, int batch) throws SQLException, IOException {
    this.fixture = fixture;
    this.batch = batch;
    int events = id(FeedWorkload.EVENTS);
    int executions = id(FeedWorkload.EXECUTIONS);
    Instant at = Instant.now();
    for (int from = 0; from < messages; from += batch) {
      int to = Math.min(from + batch, messages);
      batches.add(FeedWorkload.rows(from, to, events, executions, at));
    }
  }

  private int id(String subject) throws SQLException {
    return (int) fixture.count("SELECT id FROM foyer.feeds WHERE subject = '" + subject + "'");
  }

  /** Seconds that {@code COPY} needs. */
  double copy() throws SQLException, IOException {
    try (Connection connection = fixture.connect()) {
      connection.setAutoCommit(false);
      CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
      long begin = System.nanoTime();
      for (List<byte[]> rows : batches) {
        for (int i = 0; i < rows.size(); i++) {
          copy(copy, FeedWorkload.TABLES.get(i), rows.get(i));
        }
        connection.commit();
      }
      return (System.nanoTime() - begin) / 1e9;
    }
  }

  private static void copy(CopyManager copy, String table, byte[] rows)
      throws SQLException, IOException {
    var in = new java.io.ByteArrayInputStream(rows);
    copy.copyIn("COPY " + table + " FROM STDIN (FORMAT binary)", in, 1 << 16);
  }

  /** Keeps what the tables hold now as arrays, for {@link #unnest}. */
  void stage() throws SQLException {
    fixture.execute(STAGE.replace("SIZE", Integer.toString(batch)));
  }

  /** Seconds that PostgreSQL needs by itself to write rows from arrays that it holds already. */
  double unnest() throws SQLException {
    try (Connection connection = fixture.connect()) {
      connection.setAutoCommit(false);
      List<PreparedStatement> inserts = new ArrayList<>();
      for (String sql : UNNEST) {
        inserts.add(connection.prepareStatement(sql));
      }
      long begin = System.nanoTime();
      for (int i = 0; i < batches.size(); i++) {
        for (PreparedStatement insert : inserts) {
          insert.setLong(1, i);
          insert.executeUpdate();
        }
        connection.commit();
      }
      return (System.nanoTime() - begin) / 1e9;
    }
  }
}
