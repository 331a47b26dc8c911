package io.foyer.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.config.HostPort;
import io.foyer.platform.observe.CheckResult;
import io.foyer.platform.observe.Liveness;
import io.foyer.platform.observe.Metrics;
import io.foyer.platform.observe.Readiness;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The operators' port answers what it is asked, from a real server. */
final class ManagementServerTest {
  private final Metrics metrics = new Metrics();
  private final Vertx vertx = metrics.instrument(new VertxOptions()).build();
  private final Readiness readiness = new Readiness(metrics.registry());
  private final AtomicReference<CheckResult> database = new AtomicReference<>(CheckResult.ok());
  private final AtomicReference<CheckResult> broker = new AtomicReference<>(CheckResult.ok());
  private int port;

  @BeforeEach
  void start() throws Exception {
    readiness.required("database", () -> Future.succeededFuture(database.get()));
    readiness.degradable("rabbitmq", () -> Future.succeededFuture(broker.get()));
    Liveness liveness = new Liveness();
    liveness.watch(vertx.getOrCreateContext());
    port =
        HttpServerFixture.await(
            new ManagementServer(vertx, new HostPort("127.0.0.1", 0), liveness, readiness, metrics)
                .start());
  }

  @AfterEach
  void stop() throws Exception {
    HttpServerFixture.await(vertx.close());
    metrics.close();
  }

  @Test
  void readyWhenEverythingIsThere() throws Exception {
    HttpResponse<String> answer = get("/ready");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(new JsonObject(answer.body()))
        .isEqualTo(
            new JsonObject(
                """
                {"status": "ready", "checks": {
                  "database": {"status": "up", "required": true},
                  "rabbitmq": {"status": "up", "required": false},
                  "draining": {"status": "up", "required": true}}}
                """));
  }

  @Test
  void aBrokerAwayIsDegradedAndStillServes() throws Exception {
    broker.set(CheckResult.down("refused"));

    HttpResponse<String> answer = get("/ready");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).contains("\"degraded\"", "refused");
    assertThat(get("/metrics").body())
        .contains(
            "foyer_check_up{check=\"rabbitmq\"} 0.0", "foyer_check_up{check=\"database\"} 1.0");
  }

  @Test
  void theDatabaseAwayIsNotReadyAndStillHealthy() throws Exception {
    database.set(CheckResult.down("refused"));

    assertThat(get("/ready").statusCode()).isEqualTo(503);
    assertThat(get("/ready").body()).contains("\"not ready\"");
    assertThat(get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void drainingIsNotReady() throws Exception {
    readiness.draining();

    assertThat(get("/ready").statusCode()).isEqualTo(503);
    assertThat(get("/health").statusCode()).isEqualTo(200);
  }

  @Test
  void metricsArePrometheusText() throws Exception {
    HttpResponse<String> answer = get("/metrics");

    assertThat(answer.headers().firstValue("Content-Type").orElse(""))
        .startsWith("text/plain; version=0.0.4");
    assertThat(answer.body())
        .contains("jvm_memory_used_bytes", "process_files_open_files", "foyer_build_info{");
  }

  @Test
  void anythingElseIsNotFound() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> get(String path) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
