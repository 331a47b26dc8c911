package io.foyer;

import io.foyer.notify.Channel;
import io.foyer.platform.limits.RateLimiter;
import io.foyer.platform.observe.CheckResult;
import io.foyer.platform.web.Capabilities;
import io.foyer.platform.web.HttpServerSettings;
import io.foyer.platform.web.Operation;
import io.foyer.platform.web.Pages;
import io.foyer.platform.web.RouteGroup;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A feature as {@link Node} sees it: what it serves, deploys, reports and cleans. A class of the
 * root builds one from its settings and {@link CoreServices}; {@link Features} lists them all. Its
 * part of the API contract is a file of {@code openapi/}, its tables are a migration.
 *
 * <p>A method is asked after every feature was constructed, and may be asked more than once: what
 * it returns is made by the constructor.
 */
interface Feature {
  /** Its operations of the API contract, by operationId. */
  default Map<String, Operation> operations() {
    return Map.of();
  }

  /**
   * Its routes besides the contract's. They are mounted before those.
   *
   * @param limiter counts what they refuse to anonymous callers
   * @param pages completes the pages that they answer with
   */
  default List<RouteGroup> routes(HttpServerSettings http, RateLimiter limiter, Pages pages) {
    return List.of();
  }

  /** Its verticles. */
  default List<Work> work() {
    return List.of();
  }

  /** Its channels, by which messages of the outbox leave. */
  default List<Channel> channels() {
    return List.of();
  }

  /** Its checks by name: one that is down makes the node degraded. */
  default Map<String, Supplier<CheckResult>> checks() {
    return Map.of();
  }

  /** Its cleaners: each deletes some expired rows and returns their number. */
  default List<Supplier<Future<Integer>>> cleaners() {
    return List.of();
  }

  /** What pages may offer because of it: names of {@link Capabilities}. */
  default Set<String> capabilities() {
    return Set.of();
  }

  /** What it closes beside its verticles. */
  default List<DrainStep> drainSteps() {
    return List.of();
  }
}
