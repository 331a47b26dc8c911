package io.foyer.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** How long the last of twenty waits who log in at the same moment. */
public final class LoginBench {
  private static final int ROUNDS = Integer.getInteger("rounds", 10);
  private static final int PEOPLE = 20;
  private static final String PASSWORD = "correct horse battery";

  private final HttpClient client = HttpClient.newHttpClient();
  private final BenchmarkFixture.Node node;

  private LoginBench(BenchmarkFixture.Node node) {
    this.node = node;
  }

  /** Prints the figures; takes about half a minute. */
  public static void main(String[] args) throws Exception {
    PrintStream out = System.out;
    try (BenchmarkFixture fixture = new BenchmarkFixture("foyer_bench_login")) {
      new LoginBench(fixture.node(Map.of("LIMITS_REQUESTS", "0", "LIMITS_ANONYMOUS", "0")))
          .run(out);
    }
  }

  private void run(PrintStream out) throws IOException, InterruptedException {
    for (int i = 0; i < PEOPLE; i++) {
      JsonObject person = new JsonObject().put("handle", "bench" + i).put("password", PASSWORD);
      person.put("email", "bench" + i + "@example.org");
      client.send(post("/api/v2/accounts", person), BodyHandlers.discarding());
    }
    for (int round = 1; round <= ROUNDS; round++) {
      long begin = System.nanoTime();
      List<Integer> statuses =
          IntStream.range(0, PEOPLE).mapToObj(this::logIn).toList().stream()
              .map(CompletableFuture::join)
              .map(HttpResponse::statusCode)
              .toList();
      out.printf(
          "round %d: %d of %d let in, the last after %d ms%n",
          round,
          statuses.stream().filter(it -> it == 201).count(),
          PEOPLE,
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
    }
  }

  private CompletableFuture<HttpResponse<Void>> logIn(int number) {
    return client.sendAsync(
        post(
            "/api/v2/sessions",
            new JsonObject().put("login", "bench" + number).put("password", PASSWORD)),
        BodyHandlers.discarding());
  }

  private HttpRequest post(String path, JsonObject body) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + node.port() + path))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body.encode()))
        .build();
  }
}
