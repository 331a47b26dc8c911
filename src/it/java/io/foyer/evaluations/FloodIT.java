package io.foyer.evaluations;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.ProgramFixture;
import io.foyer.testing.Visitor;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Check 17: what killed the old system. */
class FloodIT {
  private static final int REQUESTS = 50_000;
  private static final int CONNECTIONS = 32;

  private final ProgramFixture program = ProgramFixture.open("flood", Map.of());
  private final HttpClientAgent client =
      program
          .vertx()
          .createHttpClient(
              new HttpClientOptions().setKeepAlive(true),
              new PoolOptions().setHttp1MaxSize(CONNECTIONS));
  private final AtomicInteger left = new AtomicInteger(REQUESTS);
  private final AtomicInteger unauthorized = new AtomicInteger();

  @AfterEach
  void close() {
    client.close();
    program.close();
  }

  @Test
  void fiftyThousandWrongSecretsAreAllUnauthorizedAndHarmNobody() throws Exception {
    Future.all(IntStream.range(0, CONNECTIONS).mapToObj(i -> knock()).toList())
        .await(60, TimeUnit.SECONDS);

    assertThat(unauthorized).hasValue(REQUESTS);
    assertThat(program.database().number("SELECT count(*) FROM inbox")).isZero();
    Visitor visitor = program.visitor();
    var booked = program.appointment().at(Instant.now().plusSeconds(86_400));
    assertThat(visitor.deliver("create", booked).statusCode()).isEqualTo(204);
  }

  private Future<Void> knock() {
    if (left.getAndDecrement() <= 0) {
      return Future.succeededFuture();
    }
    return client
        .request(HttpMethod.POST, program.node().port(), "127.0.0.1", "/webhooks")
        .compose(
            request ->
                request
                    .putHeader("X-Model", "scale_team")
                    .putHeader("X-Event", "create")
                    .putHeader("X-Secret", "wrong")
                    .send(Buffer.buffer("{\"id\":1}")))
        .compose(
            response -> {
              if (response.statusCode() == 401) {
                unauthorized.incrementAndGet();
              }
              return response.end();
            })
        .compose(done -> knock());
  }
}
