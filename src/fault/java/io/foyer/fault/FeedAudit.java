package io.foyer.fault;

import io.foyer.fault.FeedBooks.Columns;
import io.foyer.fault.FeedBooks.Held;
import io.foyer.fault.FeedBooks.Row;
import io.foyer.testing.TestDatabase;
import io.nats.client.Connection;
import io.nats.client.FetchConsumeOptions;
import io.nats.client.FetchConsumer;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamStatusCheckedException;
import io.nats.client.Message;
import io.nats.client.api.AckPolicy;
import io.nats.client.api.ConsumerConfiguration;
import io.nats.client.impl.Headers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads both sides past Foyer: the stream by a consumer of its own, the catalogue by JDBC. */
final class FeedAudit {
  private static final String STREAM = "FOYER";
  private static final String CONSUMER = "audit";
  private static final int PAGE = 2_000;

  private final Connection connection;

  FeedAudit(Connection connection) {
    this.connection = connection;
  }

  /** The last sequence of the stream. */
  long last() {
    try {
      return connection
          .jetStreamManagement()
          .getStreamInfo(STREAM)
          .getStreamState()
          .getLastSequence();
    } catch (IOException | JetStreamApiException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends all consumers of the stream, whoever made them; returns how many there were. */
  int deleteConsumers() {
    try {
      List<String> names = connection.jetStreamManagement().getConsumerNames(STREAM);
      for (String each : names) {
        connection.jetStreamManagement().deleteConsumer(STREAM, each);
      }
      return names.size();
    } catch (IOException | JetStreamApiException e) {
      throw new IllegalStateException(e);
    }
  }

  FeedBooks books(TestDatabase database, Map<String, Long> acked) {
    return new FeedBooks(
        held(),
        rows(database),
        columns(database),
        database.list("SELECT seq FROM foyer.feed_quarantine", row -> row.getLong(1)),
        heads(database),
        database.list(
            "SELECT first_seq || '-' || last_seq FROM foyer.feed_gaps", row -> row.getString(1)),
        acked);
  }

  private List<Held> held() {
    long last = last();
    List<Held> all = new ArrayList<>();
    try {
      connection
          .jetStreamManagement()
          .addOrUpdateConsumer(
              STREAM,
              ConsumerConfiguration.builder().durable(CONSUMER).ackPolicy(AckPolicy.None).build());
      while (all.isEmpty() || all.getLast().seq() < last) {
        page(all, Math.toIntExact(Math.min(PAGE, last - all.size())));
      }
      return all;
    } catch (IOException | JetStreamApiException | JetStreamStatusCheckedException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void page(List<Held> all, int most)
      throws IOException,
          JetStreamApiException,
          JetStreamStatusCheckedException,
          InterruptedException {
    FetchConsumer page =
        connection
            .getConsumerContext(STREAM, CONSUMER)
            .fetch(FetchConsumeOptions.builder().maxMessages(most).expiresIn(5_000).build());
    int before = all.size();
    Message message = page.nextMessage();
    while (message != null) {
      all.add(held(message));
      message = page.nextMessage();
    }
    if (all.size() == before) {
      throw new IllegalStateException("the stream ends at " + before);
    }
  }

  private static Held held(Message message) {
    Optional<Headers> headers = Optional.ofNullable(message.getHeaders());
    return new Held(
        message.metaData().streamSequence(),
        message.getSubject(),
        headers.map(all -> all.getFirst("Nats-Msg-Id")).orElse(""),
        HexFormat.of().formatHex(message.getData()),
        new FeedSample(message.getSubject(), message.getData()).mark());
  }

  private static List<Row> rows(TestDatabase database) {
    return database.list(
        """
        SELECT m.incarnation, m.seq, f.subject, m.number,
               coalesce(m.headers->'Nats-Msg-Id'->>0, ''), encode(m.payload, 'hex')
        FROM foyer.feed_messages m JOIN foyer.feeds f ON f.id = m.feed ORDER BY m.incarnation, m.seq
        """,
        row ->
            new Row(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                Optional.ofNullable(row.getObject(4, Long.class)),
                row.getString(5),
                row.getString(6)));
  }

  private static List<Columns> columns(TestDatabase database) {
    return database.list(
        """
        SELECT 'execution', feed_number, execution_epoch::text FROM feeds.executions
        UNION ALL SELECT 'sport_event', feed_number, match_title FROM feeds.sport_events
        """,
        row -> new Columns(row.getString(1), row.getLong(2), row.getString(3)));
  }

  private static Map<String, Long> heads(TestDatabase database) {
    return database
        .list(
            "SELECT subject, last_number FROM foyer.feeds",
            row -> Map.entry(row.getString(1), row.getLong(2)))
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }
}
