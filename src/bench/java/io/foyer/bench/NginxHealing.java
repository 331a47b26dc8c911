package io.foyer.bench;

import io.foyer.testing.ChildProcess;
import io.foyer.testing.Nginx;
import io.foyer.testing.Services;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Kills one of two nodes behind the nginx sample and counts the GET requests that fail. */
final class NginxHealing {
  private static final int CALLERS = 16;
  private static final int PAUSE_MILLIS = 5;
  private static final int SETTLED_SECONDS = 3;
  private static final int WATCHED_SECONDS = 8;

  private final HttpClient client = HttpClient.newHttpClient();
  private final AtomicLong answered = new AtomicLong();
  private final Queue<Long> failures = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private final HttpRequest request;

  private NginxHealing(int port) {
    request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/v2/evaluations"))
            .timeout(Duration.ofSeconds(10))
            .header("Authorization", "Bearer " + BenchmarkFixture.ADMIN_TOKEN)
            .build();
  }

  /** One line of figures. */
  static String measure() throws Exception {
    Path folder = Files.createDirectories(Path.of("target", "bench", "nginx"));
    try (BenchmarkFixture fixture = new BenchmarkFixture("foyer_bench_nginx")) {
      Map<String, String> settings = settings();
      List<BenchmarkFixture.Node> nodes = List.of(fixture.node(settings), fixture.node(settings));
      try (Nginx nginx =
          Nginx.start(folder, nodes.stream().map(BenchmarkFixture.Node::port).toList())) {
        return new NginxHealing(nginx.port()).run(nodes.getFirst().process());
      }
    }
  }

  private static Map<String, String> settings() {
    return Map.of(
        "REDIS_URL",
        Services.find().redis().toString(),
        "REDIS_PREFIX",
        "bench-" + UUID.randomUUID(),
        "TRUSTED_PROXIES",
        "127.0.0.1",
        "LIMITS_REQUESTS",
        "0");
  }

  private String run(ChildProcess victim) throws InterruptedException {
    try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < CALLERS; i++) {
        callers.execute(this::ask);
      }
      TimeUnit.SECONDS.sleep(SETTLED_SECONDS);
      long killed = System.nanoTime();
      victim.kill();
      TimeUnit.SECONDS.sleep(WATCHED_SECONDS);
      over.set(true);
      callers.shutdown();
      boolean ended = callers.awaitTermination(30, TimeUnit.SECONDS);
      long last = failures.stream().mapToLong(at -> at - killed).max().orElse(0);
      return "nginx before two nodes, kill -9: requests fail for %.2f s, %d of %d failed%s%n"
          .formatted(
              last / 1e9,
              failures.size(),
              answered.get() + failures.size(),
              ended ? "" : ", some never ended");
    }
  }

  private void ask() {
    while (!over.get()) {
      long asked = System.nanoTime();
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        if (client.send(request, BodyHandlers.discarding()).statusCode() == 200) {
          answered.incrementAndGet();
        } else {
          failures.add(asked);
        }
      } catch (IOException e) {
        failures.add(asked);
      } catch (InterruptedException e) {
        return;
      }
    }
  }
}
