package io.foyer.fault;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;
import java.util.function.UnaryOperator;

/**
 * A good sender of webhooks: it tries every node in turn, with the same {@code X-Delivery}, until
 * one answers 2xx. Whatever else it is answered goes into the history.
 */
final class Postman implements Courier {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int AT_ONCE = 64;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(2))
          .build();
  private final Semaphore slots = new Semaphore(AT_ONCE);
  private final FoyerProcesses foyerProcesses;
  private final History history;
  private volatile UnaryOperator<String> secrets;

  /**
   * A sender.
   *
   * @param secrets from an event such as {@code create} to its secret
   */
  Postman(FoyerProcesses foyerProcesses, History history, UnaryOperator<String> secrets) {
    this.foyerProcesses = foyerProcesses;
    this.history = history;
    this.secrets = secrets;
  }

  @Override
  public boolean deliver(WebhookDelivery webhookDelivery, SplittableRandom random, Instant until)
      throws InterruptedException {
    List<FoyerProcess> nodes = foyerProcesses.all();
    int first = random.nextInt(nodes.size());
    for (int attempt = 1; Instant.now().isBefore(until); attempt++) {
      if (post(nodes.get((first + attempt) % nodes.size()), webhookDelivery)) {
        return true;
      }
      Thread.sleep(100 + random.nextLong(200L * Math.min(attempt, 8)));
    }
    return false;
  }

  /** Signs with other secrets from now on. */
  void secrets(UnaryOperator<String> next) {
    secrets = next;
  }

  /** One try; true if it was accepted. */
  boolean post(FoyerProcess process, WebhookDelivery webhookDelivery) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(process.url().resolve("/webhooks"))
            .timeout(PATIENCE)
            .header("X-Model", "scale_team")
            .header("X-Event", webhookDelivery.kind().event())
            .header("X-Secret", secrets.apply(webhookDelivery.kind().event()))
            .header("X-Delivery", webhookDelivery.id())
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(webhookDelivery.body().encode()))
            .build();
    slots.acquire();
    try {
      int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
      boolean accepted = status / 100 == 2;
      history.add(
          accepted
              ? new Event.Accepted(Instant.now(), webhookDelivery.id(), "http")
              : new Event.Answered(Instant.now(), webhookDelivery.id(), String.valueOf(status)));
      return accepted;
    } catch (IOException e) {
      history.add(
          new Event.Answered(Instant.now(), webhookDelivery.id(), e.getClass().getSimpleName()));
      return false;
    } finally {
      slots.release();
    }
  }

  /** The statuses that were answered, apart from 2xx. */
  List<String> refusals() {
    return history
        .all(Event.Answered.class)
        .map(Event.Answered::answer)
        .filter(answer -> answer.matches("\\d+"))
        .distinct()
        .sorted()
        .toList();
  }
}
