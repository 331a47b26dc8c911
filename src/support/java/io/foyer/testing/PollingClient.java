package io.foyer.testing;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** Sends requests in parallel loops until it is closed, and counts what was not answered by 200. */
public final class PollingClient implements AutoCloseable {
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();
  private final Duration pause;
  private final Supplier<HttpRequest> requests;
  private volatile boolean closed;

  /** Starts so many loops, each with a pause after every request. */
  public PollingClient(int loops, Duration pause, Supplier<HttpRequest> requests) {
    this.pause = pause;
    this.requests = requests;
    for (int i = 0; i < loops; i++) {
      threads.execute(this::poll);
    }
  }

  private void poll() {
    while (!closed) {
      try {
        Thread.sleep(pause);
        if (http.send(requests.get(), BodyHandlers.discarding()).statusCode() == 200) {
          answered.incrementAndGet();
        } else {
          failed.incrementAndGet();
        }
      } catch (IOException e) {
        failed.incrementAndGet();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  public long answered() {
    return answered.get();
  }

  public long failed() {
    return failed.get();
  }

  @Override
  public void close() {
    closed = true;
    threads.shutdownNow();
  }
}
