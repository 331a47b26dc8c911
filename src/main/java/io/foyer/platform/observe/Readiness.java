package io.foyer.platform.observe;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Readiness check: ready if every required check passes and the node is not draining. A failed
 * optional check reports the node as degraded. Every check has a timeout of two seconds.
 */
public final class Readiness {
  private static final Logger log = LoggerFactory.getLogger(Readiness.class);
  private static final long PATIENCE_MILLIS = 2_000;

  private final List<Check> checks = new CopyOnWriteArrayList<>();
  private final AtomicBoolean draining = new AtomicBoolean();
  private final MeterRegistry registry;
  private final long patienceMillis;

  /** A registry without checks; each one added is also a gauge {@code foyer_check_up}. */
  public Readiness(MeterRegistry registry) {
    this(registry, PATIENCE_MILLIS);
  }

  Readiness(MeterRegistry registry, long patienceMillis) {
    this.registry = registry;
    this.patienceMillis = patienceMillis;
  }

  private record Check(
      String name, boolean required, Supplier<Future<CheckResult>> ask, AtomicBoolean last) {}

  /** Result of one named check. */
  public record Finding(String name, boolean required, CheckResult result) {}

  /** Readiness status. */
  public enum Status {
    READY("ready"),
    DEGRADED("degraded"),
    NOT_READY("not ready");

    private final String text;

    Status(String text) {
      this.text = text;
    }
  }

  /** Results of all checks of one request. */
  public record Report(boolean draining, List<Finding> findings) {
    /** Keeps its own copy. */
    public Report {
      findings = List.copyOf(findings);
    }

    /** The sum of it. */
    public Status status() {
      if (draining || findings.stream().anyMatch(it -> it.required() && !it.result().up())) {
        return Status.NOT_READY;
      }
      return findings.stream().allMatch(it -> it.result().up()) ? Status.READY : Status.DEGRADED;
    }

    /** Whether work may be sent here. */
    public boolean serving() {
      return status() != Status.NOT_READY;
    }

    /** {@code {status, checks: {name: {status, required, detail?}}}}. */
    public JsonObject toJson() {
      JsonObject answers = new JsonObject();
      findings.forEach(it -> answers.put(it.name(), json(it.required(), it.result())));
      answers.put("draining", json(true, new CheckResult(!draining, draining ? "draining" : "")));
      return new JsonObject().put("status", status().text).put("checks", answers);
    }

    private static JsonObject json(boolean required, CheckResult result) {
      JsonObject json =
          new JsonObject().put("status", result.up() ? "up" : "down").put("required", required);
      return result.detail().isEmpty() ? json : json.put("detail", result.detail());
    }
  }

  /** Adds a required check: a failure makes the node not ready. */
  public void required(String name, Supplier<Future<CheckResult>> ask) {
    add(name, true, ask);
  }

  /** Adds an optional check: a failure makes the node degraded. */
  public void degradable(String name, Supplier<Future<CheckResult>> ask) {
    add(name, false, ask);
  }

  private void add(String name, boolean required, Supplier<Future<CheckResult>> ask) {
    Check check = new Check(name, required, ask, new AtomicBoolean());
    checks.add(check);
    Gauge.builder("foyer.check.up", check.last(), last -> last.get() ? 1 : 0)
        .description("1 while the check succeeds, as last asked")
        .tag("check", name)
        .register(registry);
  }

  /** From now on it is not ready. */
  public void draining() {
    draining.set(true);
  }

  /** Asks every check at once; never fails and takes no longer than the patience. */
  public Future<Report> report() {
    List<Future<Finding>> asked = checks.stream().map(this::ask).toList();
    return Future.all(asked)
        .map(all -> new Report(draining.get(), asked.stream().map(Future::result).toList()));
  }

  private Future<Finding> ask(Check check) {
    return Future.succeededFuture()
        .compose(start -> check.ask().get())
        .timeout(patienceMillis, TimeUnit.MILLISECONDS)
        .otherwise(cause -> failed(check, cause))
        .map(
            result -> {
              check.last().set(result.up());
              return new Finding(check.name(), check.required(), result);
            });
  }

  private static CheckResult failed(Check check, Throwable cause) {
    log.atDebug().addKeyValue("check", check.name()).setCause(cause).log("Health check failed");
    return CheckResult.down(cause instanceof TimeoutException ? "no answer in time" : "failed");
  }
}
