package io.foyer.fault;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Administrators who ask one address again and again, and note what was not answered well. */
final class Callers implements AutoCloseable {
  private static final Duration BREATH = Duration.ofMillis(5);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong answered = new AtomicLong();
  private final Queue<Long> failures = new ConcurrentLinkedQueue<>();
  private final HttpRequest request;
  private volatile boolean closed;

  /** So many at once, each with a short breath between two questions. */
  Callers(URI url, int count) {
    this.request =
        HttpRequest.newBuilder(url)
            .timeout(Duration.ofSeconds(10))
            .header("Authorization", "Bearer " + Planted.settings().get("ADMIN_TOKEN"))
            .build();
    for (int i = 0; i < count; i++) {
      threads.execute(this::ask);
    }
  }

  private void ask() {
    while (!closed) {
      try {
        Thread.sleep(BREATH);
        if (http.send(request, BodyHandlers.discarding()).statusCode() == 200) {
          answered.incrementAndGet();
        } else {
          failures.add(System.nanoTime());
        }
      } catch (IOException e) {
        failures.add(System.nanoTime());
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  long answered() {
    return answered.get();
  }

  long failed() {
    return failures.size();
  }

  /** From {@code start} to the last failure; nothing where none failed since. */
  Duration failedFor(long start) {
    return failures.stream()
        .filter(at -> at >= start)
        .map(at -> Duration.ofNanos(at - start))
        .max(Duration::compareTo)
        .orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    closed = true;
    threads.shutdownNow();
  }
}
