package io.foyer.evaluations.intra;

import io.foyer.evaluations.intra.IntraFailure.Unavailable;
import io.foyer.platform.http.Circuit;
import io.foyer.platform.http.OutboundHttp;
import io.foyer.platform.http.OutboundHttp.Answer;
import io.foyer.platform.http.OutboundHttp.Call;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.OpenCircuitException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends requests to the intranet with rate limiting and a circuit breaker: a 429 is waited out
 * within the deadline and pauses the other calls as well, and after several transport failures or
 * 5xx in a row calls fail at once until a probe succeeds.
 */
final class IntraWire {
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final OutboundHttp http;
  private final Circuit circuit;
  private final Duration probeAfter;
  private final InstantSource clock;

  /** On the scale of {@link System#nanoTime}: the rate limit counts for the whole application. */
  private final AtomicLong quietUntil = new AtomicLong(System.nanoTime());

  IntraWire(Vertx vertx, OutboundHttp http, CircuitBreakerOptions options, InstantSource clock) {
    this.vertx = vertx;
    this.http = http;
    this.clock = clock;
    this.probeAfter = Duration.ofMillis(options.getResetTimeout());
    this.circuit = new Circuit(vertx, "intranet", options);
  }

  /** A request without its deadline. */
  record Request(HttpMethod method, String path, Map<String, String> headers, Buffer body) {
    Call within(Duration limit) {
      return new Call(method, path, headers, body, limit);
    }
  }

  /**
   * Sends a request.
   *
   * @return an answer that is neither 429 nor 5xx; fails only with {@link Unavailable}
   */
  Future<Answer> send(Request request, Deadline deadline) {
    return send(request, deadline, FIRST_PAUSE);
  }

  private Future<Answer> send(Request request, Deadline deadline, Duration nextPause) {
    Duration quiet = Duration.ofNanos(quietUntil.get() - System.nanoTime());
    if (quiet.isPositive()) {
      return pause(quiet, deadline).compose(nothing -> send(request, deadline, nextPause));
    }
    return circuit
        .through(() -> http.send(request.within(deadline.left())).compose(this::sound))
        .recover(cause -> Future.failedFuture(unavailable(cause)))
        .compose(
            answer ->
                answer.status() == 429
                    ? limited(answer, request, deadline, nextPause)
                    : Future.succeededFuture(answer));
  }

  private Future<Answer> limited(
      Answer answer, Request request, Deadline deadline, Duration nextPause) {
    Duration asked = RetryAfter.in(answer.headers(), clock.instant()).orElse(nextPause);
    long until = System.nanoTime() + asked.toNanos();
    quietUntil.accumulateAndGet(until, (old, mine) -> mine - old > 0 ? mine : old);
    return pause(asked, deadline)
        .compose(nothing -> send(request, deadline, nextPause.multipliedBy(2)));
  }

  private Future<Void> pause(Duration asked, Deadline deadline) {
    if (!deadline.allows(asked)) {
      return Future.failedFuture(
          new Unavailable("the intranet's rate limit is used up", Optional.of(asked)));
    }
    return vertx.timer(asked.toMillis() + 1, TimeUnit.MILLISECONDS);
  }

  private Future<Answer> sound(Answer answer) {
    if (answer.status() < 500) {
      return Future.succeededFuture(answer);
    }
    return Future.failedFuture(
        new Unavailable(
            "the intranet answered with status " + answer.status(),
            RetryAfter.in(answer.headers(), clock.instant())));
  }

  private Unavailable unavailable(Throwable cause) {
    return switch (cause) {
      case Unavailable known -> known;
      case OpenCircuitException open ->
          new Unavailable("the intranet failed too often of late", Optional.of(probeAfter));
      default -> new Unavailable(String.valueOf(cause.getMessage()));
    };
  }
}
