package io.foyer.evaluations;

import io.foyer.evaluations.EvaluationDoor.Event;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.config.Secret;
import io.foyer.platform.web.Answer;
import io.foyer.platform.web.Dialect;
import io.foyer.platform.web.RawRoute;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code POST /webhooks}, on the wire of 42-jitsi. The order of checks is part of it: the secret of
 * {@code model.event}, the model, the event, the body.
 */
final class WebhookRoute implements RawRoute {
  private static final Logger log = LoggerFactory.getLogger(WebhookRoute.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
  private static final Answer NO_CONTENT = Answer.empty(204);

  private final Dialect dialect = new WebhookDialect();
  private final EvaluationDoor door;
  private final Map<String, List<Secret>> secrets;
  private final int maxBody;
  private final Duration timeout;
  private final MeterRegistry registry;
  private final Counter accepted;

  WebhookRoute(
      EvaluationDoor door,
      Map<String, List<Secret>> secrets,
      int maxBody,
      Duration timeout,
      MeterRegistry registry) {
    this.door = door;
    this.secrets = Map.copyOf(secrets);
    this.maxBody = maxBody;
    this.timeout = timeout;
    this.registry = registry;
    this.accepted = counter("204");
  }

  private Counter counter(String status) {
    return Counter.builder("foyer.webhooks").tag("status", status).register(registry);
  }

  @Override
  public String path() {
    return "/webhooks";
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (!request.method().equals(HttpMethod.POST)) {
      answer(request, dialect.refusal(404));
      return;
    }
    read(request)
        .compose(body -> accept(request, body))
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(
            written -> answer(request, NO_CONTENT), cause -> answer(request, refusal(cause)));
  }

  /** Reads the body up to the limit; a longer one fails at once, and its connection is closed. */
  private Future<Buffer> read(HttpServerRequest request) {
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer(512);
    request.handler(
        chunk -> {
          if (whole.future().isComplete()) {
            return; // refused already: the rest is read only to be thrown away
          }
          if (body.length() + chunk.length() > maxBody) {
            request.response().putHeader("Connection", "close");
            whole.tryFail(tooLarge());
          } else {
            body.appendBuffer(chunk);
          }
        });
    request.exceptionHandler(gone -> whole.tryFail(incomplete()));
    request.endHandler(end -> whole.tryComplete(body));
    return whole.future();
  }

  private static Throwable incomplete() {
    return new Problem.Invalid("The body did not arrive.", List.of()).asException();
  }

  private Throwable tooLarge() {
    return new Problem.TooLarge("The body is larger than " + maxBody + " bytes.", maxBody)
        .asException();
  }

  private Future<Boolean> accept(HttpServerRequest request, Buffer body) {
    String model = header(request, "X-Model");
    String event = header(request, "X-Event");
    if (!admitted(model + "." + event, header(request, "X-Secret"))) {
      return Future.failedFuture(new Problem.Denied("The secret is wrong.").asException());
    }
    if (!model.equals("scale_team")) {
      return Future.failedFuture(new Problem.NotFound("Unhandled model.").asException());
    }
    Optional<Event> known = Event.named(event);
    return known.isEmpty()
        ? Future.failedFuture(new Problem.NotFound("Unhandled event.").asException())
        : door.take(known.get(), delivery(request), body.getBytes());
  }

  private static Optional<String> delivery(HttpServerRequest request) {
    return Optional.of(header(request, "X-Delivery")).filter(id -> !id.isEmpty());
  }

  private static String header(HttpServerRequest request, String name) {
    String value = request.getHeader(name);
    return value == null ? "" : value;
  }

  private boolean admitted(String pair, String candidate) {
    boolean matched = false;
    for (Secret secret : secrets.getOrDefault(pair, List.of())) {
      matched |= secret.matches(candidate);
    }
    return matched;
  }

  private Answer refusal(Throwable cause) {
    if (cause instanceof ProblemException known) {
      return dialect.problem(known.problem());
    }
    if (cause instanceof TimeoutException) {
      return dialect.problem(new Problem.Unavailable("It took too long.", RETRY_AFTER));
    }
    String id = UUID.randomUUID().toString();
    log.atError().addKeyValue("fault", id).setCause(cause).log("webhook failed unexpectedly");
    return dialect.fault(id);
  }

  private void answer(HttpServerRequest request, Answer answer) {
    (answer.status() == 204 ? accepted : counter(Integer.toString(answer.status()))).increment();
    answer.send(request.response());
  }
}
