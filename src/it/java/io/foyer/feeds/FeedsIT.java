package io.foyer.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.feeds.proto.EventProto.sport;
import io.foyer.feeds.proto.ExecutionProto.execution;
import io.foyer.testing.FeedSamples;
import io.foyer.testing.TcpProxy;
import io.nats.client.Message;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The catalogue on a real NATS and a real PostgreSQL. Numbers are those of st-chat's checks. */
class FeedsIT {
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] EVENT =
      HEX.parseHex("0803120c4c6f72656d20697073756d2e1a0a446f6c6f72207369742e");
  private static final byte[] EXECUTION =
      HEX.parseHex(
          "0a0c44414c2d50484c3a4c696e651208464f4f5442414c4c1d00006542250000c94228c0bbc8800632025041");

  private static final String WAITING_FOR_LOCKS =
      """
      SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database
      WHERE NOT granted AND d.datname = current_database()
      """;

  @TempDir Path folder;

  // 1, 2, 3, 5
  @Test
  void eachMessageIsARowAndColumns() throws Exception {
    try (FeedStage stage = new FeedStage("rows", folder)) {
      stage.node().writes();

      stage.publisher().publish("sport_event", EVENT);
      stage.publisher().publish("execution", EXECUTION);
      stage.publisher().publish("execution", EXECUTION);
      stage.written(3);

      stage.gapless();
      var database = stage.database();
      assertThat(
              database.text(
                  "SELECT concat_ws('|', sport, match_title, data_event) FROM feeds.sport_event"))
          .isEqualTo("FOOTBALL|Lorem ipsum.|Dolor sit.");
      assertThat(
              database.column(
                  "SELECT concat_ws('|', symbol, market, price, quantity, executionepoch,"
                      + " statesymbol) FROM feeds.execution"))
          .containsExactly(
              "DAL-PHL:Line|FOOTBALL|57.25|100.5|1611800000|PA",
              "DAL-PHL:Line|FOOTBALL|57.25|100.5|1611800000|PA");
      assertThat(database.column("SELECT seq FROM feed_messages ORDER BY seq"))
          .containsExactly("1", "2", "3");
      Instant kept =
          stage.publisher().jetStreamManagement().getMessage("FOYER", 1).getTime().toInstant();
      assertThat(
              database.number(
                  "SELECT abs(extract(epoch FROM at) * 1000 - ?)::bigint FROM feed_messages WHERE"
                      + " seq = 1",
                  kept.toEpochMilli()))
          .isLessThanOrEqualTo(1);
    }
  }

  // 17
  @Test
  void longAndForeignTextIsUnharmedInTheViews() throws Exception {
    String title = "\uD83C\uDFC6 Πλάτων “\uD83D\uDC69\u200D\uD83D\uDE92” \\ ' \t";
    String symbol = "S".repeat(299) + "Ω";
    try (FeedStage stage = new FeedStage("text", folder)) {
      stage.node().writes();

      stage
          .publisher()
          .publish("sport_event", FeedSamples.sportEvent(sport.FOOTBALL_VALUE, title, ""));
      stage
          .publisher()
          .publish(
              "execution",
              execution.parseFrom(EXECUTION).toBuilder()
                  .setSymbol(symbol)
                  .setMarket("TRACK&FIELD")
                  .build()
                  .toByteArray());
      stage.written(2);

      stage.gapless();
      var database = stage.database();
      assertThat(database.text("SELECT match_title FROM feeds.sport_event")).isEqualTo(title);
      assertThat(database.text("SELECT data_event FROM feeds.sport_event")).isEmpty();
      assertThat(database.text("SELECT symbol FROM feeds.execution")).isEqualTo(symbol);
      assertThat(database.text("SELECT market FROM feeds.execution")).isEqualTo("TRACK&FIELD");
    }
  }

  // 6
  @Test
  void oneIdIsOneRow() throws Exception {
    try (FeedStage stage = new FeedStage("ids", folder)) {
      stage.node().writes();
      for (int i = 0; i < 3; i++) {
        Message message =
            NatsMessage.builder()
                .subject("execution")
                .headers(new Headers().add("Nats-Msg-Id", "one"))
                .data(EXECUTION)
                .build();
        stage.publisher().jetStream().publish(message);
      }
      stage.publisher().publish("execution", EXECUTION);

      stage.written(2);

      assertThat(stage.database().text("SELECT headers::text FROM feed_messages WHERE seq = 1"))
          .isEqualTo("{\"Nats-Msg-Id\":[\"one\"]}");
    }
  }

  // 15, 16, 18
  @Test
  void whatCannotBeReadIsInQuarantineAndTheNextIsWritten() throws Exception {
    byte[] unknownSport = EVENT.clone();
    unknownSport[1] = 99;
    byte[] rubbish = new byte[500];
    new Random(7).nextBytes(rubbish);
    byte[] more = new byte[EXECUTION.length + 2];
    System.arraycopy(EXECUTION, 0, more, 0, EXECUTION.length);
    more[EXECUTION.length] = 0x78; // field 15, a number
    more[EXECUTION.length + 1] = 5;
    try (FeedStage stage = new FeedStage("quarantine", folder)) {
      stage.node().writes();

      stage.publisher().publish("execution", rubbish);
      stage.publisher().publish("execution", new byte[0]);
      stage.publisher().publish("sport_event", unknownSport);
      stage.publisher().publish("execution", more);
      stage.publisher().publish("execution", new byte[1024 * 1024]);
      stage.written(5);

      stage.gapless();
      var database = stage.database();
      assertThat(database.column("SELECT seq FROM feed_quarantine ORDER BY seq"))
          .containsExactly("1", "2", "3", "5");
      assertThat(
              database.column(
                  "SELECT reason FROM feed_quarantine WHERE seq IN (2, 3) ORDER BY seq"))
          .containsExactly(
              "required field symbol is missing", "field sport is 99, which is no sport");
      assertThat(database.text("SELECT encode(payload, 'hex') FROM feed_messages WHERE seq = 1"))
          .isEqualTo(HEX.formatHex(rubbish));
      assertThat(
              database.text(
                  "SELECT number || ' ' || encode(payload, 'hex') FROM feed_messages WHERE seq ="
                      + " 4"))
          .isEqualTo("1 " + HEX.formatHex(more));
    }
  }

  @Test
  @Timeout(value = 6, unit = TimeUnit.MINUTES)
  void aHundredThousandPiecesOfRubbishAreKept() throws Exception {
    Random random = new Random(11);
    try (FeedStage stage = new FeedStage("flood", folder)) {
      stage.node().writes();
      for (int i = 0; i < 100_000; i++) {
        byte[] bytes = new byte[1 + random.nextInt(60)];
        random.nextBytes(bytes);
        bytes[0] = (byte) 0xff; // no tag of any field
        stage.publisher().publish(i % 2 == 0 ? "execution" : "sport_event", bytes);
      }
      stage.publisher().publish("execution", EXECUTION);
      stage.publisher().flush(Duration.ofMinutes(2));

      await()
          .atMost(Duration.ofMinutes(4))
          .until(
              () ->
                  stage
                          .database()
                          .number("SELECT last_number FROM feeds WHERE subject = 'execution'")
                      == 1);
      stage.written(100_001);
      assertThat(stage.database().number("SELECT count(*) FROM feed_quarantine"))
          .isEqualTo(100_000);
    }
  }

  // 11, 12
  @Test
  void anotherNodeGoesOnWhereOneStopped() throws Exception {
    try (FeedStage stage = new FeedStage("standby", folder)) {
      FeedStage.Node one = stage.node();
      one.writes();
      FeedStage.Node two = stage.node();
      stage.publish(0, 2_000);
      stage.written(2_000);
      assertThat(two.state()).isEqualTo("standby");

      one.stop();
      stage.publish(2_000, 4_000);

      stage.written(4_000);
      two.writes();
      stage.gapless();
      assertThat(
              stage
                  .database()
                  .column(
                      "SELECT execution_epoch FROM feeds.executions ORDER BY feed_number OFFSET"
                          + " 3990"))
          .containsExactly(
              "3990", "3991", "3992", "3993", "3994", "3995", "3996", "3997", "3998", "3999");
    }
  }

  @Test
  void whoeverLostTheStreamMeanwhileWritesNothing() throws Exception {
    try (FeedStage stage = new FeedStage("fence", folder)) {
      FeedStage.Node sleeper = stage.node();
      sleeper.writes();
      stage.publish(0, 10);
      stage.written(10);

      // As if another node had taken it, written one message, and died.
      stage
          .database()
          .execute(
              "UPDATE feed_writers SET fence = fence + 1, lease_until = now() + interval '1 hour'");
      stage.publish(10, 20);

      await().until(() -> sleeper.state().equals("standby"));
      assertThat(stage.database().number("SELECT count(*) FROM feed_messages")).isEqualTo(10);
      stage.database().execute("UPDATE feed_writers SET lease_until = now()");
      stage.written(20);
      stage.gapless();
    }
  }

  // 8
  @Test
  void anAcknowledgementThatIsLostCostsNoSecondRow() throws Exception {
    try (FeedStage stage = new FeedStage("ack", folder)) {
      URI server = stage.nats().url();
      try (TcpProxy proxy = new TcpProxy(server.getHost(), server.getPort())) {
        FeedStage.Node node =
            stage.node(
                FeedStage.config(Optional.empty()), URI.create("nats://127.0.0.1:" + proxy.port()));
        node.writes();
        stage.publish(0, 500);
        stage.written(500);
        for (int round = 1; round <= 5; round++) {
          commitWithoutAcknowledgement(stage, proxy, round * 500);
          stage.written((round + 1) * 500L);
        }
        stage.gapless();
      }
    }
  }

  /** The broker hears nothing from before a commit on until the connection has ended. */
  private static void commitWithoutAcknowledgement(FeedStage stage, TcpProxy proxy, int from)
      throws Exception {
    AutoCloseable lock = stage.database().lock("feed_messages");
    stage.publish(from, from + 500);
    await().until(() -> stage.database().number(WAITING_FOR_LOCKS) > 0);
    proxy.freeze();
    lock.close();
    await().until(() -> lastWritten(stage) > from);
    assertThat(lastAcknowledged(stage)).isLessThanOrEqualTo(from);
    proxy.cut();
    proxy.heal();
  }

  private static long lastWritten(FeedStage stage) {
    return stage.database().number("SELECT last_seq FROM feed_incarnations");
  }

  private static long lastAcknowledged(FeedStage stage) throws Exception {
    return stage.publisher().jetStreamManagement().getConsumers("FOYER").stream()
        .mapToLong(consumer -> consumer.getAckFloor().getStreamSequence())
        .max()
        .orElseThrow();
  }

  // 9
  @Test
  void aBrokerThatCrashesLosesNothingThatItHas() throws Exception {
    try (FeedStage stage = new FeedStage("crash", folder)) {
      stage.node().writes();
      stage.publish(0, 1_000);

      stage.nats().kill();
      stage.nats().start();
      await()
          .ignoreExceptions()
          .until(
              () ->
                  stage.publisher().jetStreamManagement().getStreamInfo("FOYER").getStreamState()
                      != null);
      for (int i = 1_000; i < 1_500; i++) {
        stage.publisher().jetStream().publish("execution", FeedStage.execution(i));
      }

      long held =
          stage
              .publisher()
              .jetStreamManagement()
              .getStreamInfo("FOYER")
              .getStreamState()
              .getMsgCount();
      assertThat(held).isGreaterThanOrEqualTo(500);
      stage.written(held);
      stage.gapless();
    }
  }

  // 10
  @Test
  void aDatabaseThatIsAwayIsWaitedFor() throws Exception {
    try (FeedStage stage = new FeedStage("outage", folder)) {
      FeedStage.Node node = stage.node();
      node.writes();
      stage.publish(0, 100);
      stage.written(100);

      AutoCloseable refusal = stage.database().refusal();
      stage.publish(100, 6_000);
      await().until(() -> node.state().equals("waiting"));
      assertThat(lastWritten(stage)).isEqualTo(100);
      refusal.close();

      stage.written(6_000);
      stage.gapless();
    }
  }

  @Test
  void columnsThatABackupDoesNotHoldAreWrittenAnew() throws Exception {
    try (FeedStage stage = new FeedStage("restored", folder)) {
      FeedStage.Node node = stage.node();
      node.writes();
      stage.publish(0, 500);
      stage.written(500);
      node.stop();
      stage.database().execute("TRUNCATE feeds.executions");

      stage.node().writes();

      stage.gapless();
      assertThat(stage.database().text("SELECT sum(execution_epoch) FROM feeds.executions"))
          .isEqualTo("124750");
    }
  }
}
