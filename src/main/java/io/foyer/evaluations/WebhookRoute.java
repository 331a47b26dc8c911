package io.foyer.evaluations;

import io.foyer.evaluations.EvaluationDoor.Event;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.config.Secret;
import io.foyer.platform.web.BodyReader;
import io.foyer.platform.web.DirectRoute;
import io.foyer.platform.web.ErrorRenderer;
import io.foyer.platform.web.PreparedResponse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
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
 * Webhook intake: {@code POST /webhooks}, compatible with 42-jitsi. The order of checks is part of
 * the contract: the secret of {@code model.event}, the model, the event, the body.
 */
final class WebhookRoute implements DirectRoute {
  private static final Logger log = LoggerFactory.getLogger(WebhookRoute.class);
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);
  private static final PreparedResponse NO_CONTENT = PreparedResponse.empty(204);

  private final ErrorRenderer renderer = new WebhookErrorRenderer();
  private final EvaluationDoor door;
  private final Map<String, List<Secret>> secrets;
  private final BodyReader bodies;
  private final Duration timeout;
  private final MeterRegistry registry;
  private final Counter accepted;

  WebhookRoute(
      EvaluationDoor door,
      Map<String, List<Secret>> secrets,
      BodyReader bodies,
      Duration timeout,
      MeterRegistry registry) {
    this.door = door;
    this.secrets = Map.copyOf(secrets);
    this.bodies = bodies;
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
      answer(request, renderer.refusal(404));
      return;
    }
    boolean admitted = admitted(request);
    bodies
        .read(request, admitted)
        .compose(body -> admitted ? accept(request, body) : Future.failedFuture(denied()))
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .onComplete(
            written -> answer(request, NO_CONTENT), cause -> answer(request, refusal(cause)));
  }

  private static Throwable denied() {
    return new Problem.Denied("The secret is wrong.").asException();
  }

  private Future<Boolean> accept(HttpServerRequest request, Buffer body) {
    String model = header(request, "X-Model");
    String event = header(request, "X-Event");
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

  private boolean admitted(HttpServerRequest request) {
    String pair = header(request, "X-Model") + "." + header(request, "X-Event");
    String candidate = header(request, "X-Secret");
    boolean matched = false;
    for (Secret secret : secrets.getOrDefault(pair, List.of())) {
      matched |= secret.matches(candidate);
    }
    return matched;
  }

  private PreparedResponse refusal(Throwable cause) {
    if (cause instanceof ProblemException known) {
      return renderer.problem(known.problem());
    }
    if (cause instanceof TimeoutException) {
      return renderer.problem(new Problem.Unavailable("It took too long.", RETRY_AFTER));
    }
    String id = UUID.randomUUID().toString();
    log.atError().addKeyValue("fault", id).setCause(cause).log("Webhook failed unexpectedly");
    return renderer.fault(id);
  }

  private void answer(HttpServerRequest request, PreparedResponse prepared) {
    (prepared.status() == 204 ? accepted : counter(Integer.toString(prepared.status())))
        .increment();
    prepared.send(request.response());
  }
}
