package io.foyer.demo;

import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fault injection rules of a stand-in, by path. Rules apply in the order in which they were added,
 * each for its number of requests; at most one applies to a request. Thread-safe.
 */
public final class Faults {
  private static final Logger log = LoggerFactory.getLogger(Faults.class);
  private static final String ANSWER_IS_LOST = "answer-is-lost";

  private final List<Rule> rules = new CopyOnWriteArrayList<>();

  Faults() {}

  /** A fault. */
  public sealed interface Fault {
    /** Responds with this status without processing the request. */
    record Status(int status, Map<String, String> headers, String body) implements Fault {
      public Status {
        headers = Map.copyOf(headers);
      }

      /** A bare status. */
      public Status(int status) {
        this(status, Map.of(), "");
      }
    }

    /** Processes the request after a delay. */
    record Delay(Duration by) implements Fault {}

    /** Never responds, without processing the request. */
    record Hang() implements Fault {}

    /** Closes the connection without processing the request. */
    record CloseConnection() implements Fault {}

    /** Processes the request, then closes the connection instead of responding. */
    record LoseAnswer() implements Fault {}
  }

  private record Rule(String pathPrefix, Fault fault, AtomicInteger left) {
    boolean takes(String path) {
      return path.startsWith(pathPrefix) && left.getAndUpdate(count -> Math.max(0, count - 1)) > 0;
    }
  }

  /** From now on every request whose path begins so goes wrong. */
  public void on(String pathPrefix, Fault fault) {
    on(pathPrefix, fault, Integer.MAX_VALUE);
  }

  /** The next {@code times} requests whose path begins so go wrong. */
  public void on(String pathPrefix, Fault fault, int times) {
    rules.add(new Rule(pathPrefix, fault, new AtomicInteger(times)));
  }

  /** All is well again; requests that hang already go on hanging. */
  public void clear() {
    rules.clear();
  }

  void apply(RoutingContext request) {
    Optional<Fault> fault =
        rules.stream()
            .filter(rule -> rule.takes(request.request().path()))
            .findFirst()
            .map(Rule::fault);
    if (fault.isPresent()) {
      apply(fault.get(), request);
    } else {
      request.next();
    }
  }

  private static void apply(Fault fault, RoutingContext request) {
    switch (fault) {
      case Fault.Status answer -> {
        answer.headers().forEach(request.response()::putHeader);
        Answers.send(request, answer.status(), answer.body());
      }
      case Fault.Delay delay ->
          request.vertx().setTimer(Math.max(1, delay.by().toMillis()), id -> request.next());
      case Fault.Hang hang -> log.atDebug().log("Request left without a response");
      case Fault.CloseConnection close -> Answers.cut(request);
      case Fault.LoseAnswer lose -> {
        request.put(ANSWER_IS_LOST, true);
        request.next();
      }
    }
  }

  static boolean answerIsLost(RoutingContext request) {
    return request.get(ANSWER_IS_LOST, false);
  }
}
