package io.foyer.evaluations;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.ProgramFixture;
import io.foyer.testing.Appointment;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Thousands of deliveries for one evaluation at once are written in groups like any others. */
class HotKeyIT {
  private static final int DELIVERIES = 3_000;
  private static final int CONNECTIONS = 1_000;
  private static final Instant BEGIN = Instant.parse("2035-01-01T12:00:00Z");

  private final ProgramFixture program = ProgramFixture.open("hot_key", Map.of());
  private final HttpClientAgent client =
      program
          .vertx()
          .createHttpClient(
              new HttpClientOptions().setKeepAlive(true),
              new PoolOptions().setHttp1MaxSize(CONNECTIONS).setMaxWaitQueueSize(-1));

  @AfterEach
  void close() {
    client.close();
    program.close();
  }

  @Test
  void allAreAcceptedInFewTransactionsAndTheNewestStateStands() throws Exception {
    Appointment hot = program.appointment();
    List<Integer> order = new ArrayList<>(IntStream.range(0, DELIVERIES).boxed().toList());
    Collections.shuffle(order, new Random(7));

    assertThat(answers(order.stream().map(i -> send(hot, "hot-" + i, state(hot, i))).toList()))
        .as("answers by status")
        .isEqualTo(Map.of(204, DELIVERIES));

    assertThat(number("SELECT count(*) FROM inbox WHERE subject = ?::text", hot))
        .isEqualTo(DELIVERIES);
    assertThat(number("SELECT sum(repeats) FROM inbox WHERE subject = ?::text", hot)).isZero();
    assertThat(number("SELECT count(DISTINCT xmin::text) FROM inbox WHERE subject = ?::text", hot))
        .as("transactions")
        .isLessThanOrEqualTo(DELIVERIES / 8);
    assertThat(
            number(
                "SELECT extract(epoch FROM begin_at)::bigint FROM evaluations WHERE id = ?", hot))
        .isEqualTo(BEGIN.getEpochSecond() + DELIVERIES - 1);
    assertThat(
            program
                .database()
                .number(
                    "SELECT count(*) FROM meetings WHERE origin_id = ?", Long.toString(hot.id())))
        .isEqualTo(1);
  }

  @Test
  void repeatsOfOneDeliveryAreCountedAtOnce() throws Exception {
    Appointment hot = program.appointment();
    int copies = CONNECTIONS / 2;

    assertThat(
            answers(
                IntStream.range(0, copies)
                    .mapToObj(i -> send(hot, "same", state(hot, 0)))
                    .toList()))
        .isEqualTo(Map.of(204, copies));

    assertThat(number("SELECT count(*) FROM inbox WHERE subject = ?::text", hot)).isEqualTo(1);
    assertThat(number("SELECT repeats FROM inbox WHERE subject = ?::text", hot))
        .isEqualTo(copies - 1);
    assertThat(send(hot, "same", state(hot, 1)).await(60, TimeUnit.SECONDS)).isEqualTo(409);
  }

  private long number(String sql, Appointment hot) {
    return program.database().number(sql, hot.id());
  }

  /** The later the number, the newer the state. */
  private static JsonObject state(Appointment hot, int number) {
    return hot.at(BEGIN.plusSeconds(number))
        .put("updated_at", BEGIN.minusSeconds(100_000 - number).toString());
  }

  private Future<Integer> send(Appointment hot, String delivery, JsonObject payload) {
    assertThat(payload.getLong("id")).isEqualTo(hot.id());
    return client
        .request(HttpMethod.POST, program.node().port(), "127.0.0.1", "/webhooks")
        .compose(
            request ->
                request
                    .putHeader("X-Model", "scale_team")
                    .putHeader("X-Event", "update")
                    .putHeader("X-Delivery", delivery)
                    .putHeader("X-Secret", ProgramFixture.secret("update"))
                    .send(payload.toBuffer()))
        .compose(response -> response.end().map(response.statusCode()));
  }

  private static Map<Integer, Integer> answers(List<Future<Integer>> answers) throws Exception {
    Future.join(answers).await(120, TimeUnit.SECONDS);
    Map<Integer, Integer> byStatus = new HashMap<>();
    answers.forEach(answer -> byStatus.merge(answer.result(), 1, Integer::sum));
    return byStatus;
  }
}
