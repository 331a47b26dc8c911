package io.foyer;

import io.foyer.evaluations.Evaluations;
import io.foyer.evaluations.OldInstallation;
import io.foyer.evaluations.Viewers;
import io.foyer.evaluations.intra.IntraClient;
import io.foyer.evaluations.intra.IntraConfig;
import io.foyer.platform.amqp.AmqpVerticle;
import io.foyer.platform.amqp.ConsumedQueue;
import io.foyer.platform.amqp.Delivery;
import io.foyer.platform.amqp.RabbitMqConfig;
import io.foyer.platform.limits.RateLimiter;
import io.foyer.platform.observe.CheckResult;
import io.foyer.platform.web.Capabilities;
import io.foyer.platform.web.HttpServerSettings;
import io.foyer.platform.web.Operation;
import io.foyer.platform.web.Pages;
import io.foyer.platform.web.RouteGroup;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Builds the evaluations of 42 on this node: webhooks, queue, enrichment, API. */
public final class EvaluationsFeature implements Feature {
  private final EvaluationsSettings settings;
  private final Duration retention;
  private final CoreServices core;
  private final String linkPrefix;
  private final Viewers viewers;
  private final Evaluations evaluations;
  private final Optional<IntraClient> intra;
  private final Optional<AmqpVerticle> queue;

  /**
   * The feature.
   *
   * @param rabbitmq the broker whose queue delivers webhooks
   * @param viewers who may see which evaluations
   */
  EvaluationsFeature(
      EvaluationsSettings settings,
      Optional<RabbitMqConfig> rabbitmq,
      Duration retention,
      CoreServices core,
      MeetingsFeature meetings,
      Viewers viewers) {
    this.settings = settings;
    this.retention = retention;
    this.core = core;
    this.linkPrefix = meetings.linkPrefix();
    this.viewers = viewers;
    this.evaluations =
        new Evaluations(
            new Evaluations.House(
                core.vertx(),
                core.ids(),
                core.database(),
                core.inbox(),
                core.jobs(),
                core.wakeupNotifier(),
                meetings.service(),
                core.metrics().registry()),
            settings.beginAtTimeLayout());
    this.intra =
        settings
            .intra()
            .filter(config -> core.serves(Role.TIMER))
            .map(config -> new IntraClient(core.vertx(), config));
    this.queue =
        rabbitmq
            .filter(config -> core.serves(Role.AMQP))
            .flatMap(config -> config.webhookQueue().map(queue -> consumer(config, queue)));
  }

  /** The import of 42-jitsi's tables. */
  public static OldInstallation oldInstallation(FoyerConfig config, CoreServices core) {
    MeetingsFeature meetings =
        new MeetingsFeature(config.meetings(), config.http(), core, List::of);
    return new OldInstallation(
        core.ids(),
        core.database(),
        core.jobs(),
        meetings.service(),
        config.meetings().missedAfter());
  }

  private AmqpVerticle consumer(RabbitMqConfig rabbitmq, ConsumedQueue queue) {
    return new AmqpVerticle(
        rabbitmq,
        queue,
        evaluations.deliveries(),
        Optional.of(this::quarantine),
        core.metrics().registry());
  }

  private Future<Void> quarantine(Delivery delivery, String reason) {
    JsonObject headers = JsonObject.mapFrom(delivery.headers());
    return core.inbox().quarantine(core.database(), "rabbitmq", reason, headers, delivery.body());
  }

  @Override
  public Map<String, Operation> operations() {
    return evaluations.operations(linkPrefix, viewers);
  }

  @Override
  public List<RouteGroup> routes(HttpServerSettings http, RateLimiter limiter, Pages pages) {
    return settings.intra().stream()
        .map(config -> evaluations.webhooks(config.webhooks(), http.maxBody(), http.timeout()))
        .toList();
  }

  @Override
  public Set<String> capabilities() {
    return settings.intra().isPresent() ? Set.of(Capabilities.WEBHOOKS) : Set.of();
  }

  @Override
  public List<Work> work() {
    List<Work> work = new ArrayList<>();
    intra.ifPresent(
        client -> {
          Duration timeout = settings.intra().map(IntraConfig::callTimeout).orElseThrow();
          work.add(
              Work.of(
                  Role.TIMER,
                  Stage.WORKER,
                  "enrichments",
                  () -> evaluations.enrichments(client, timeout)));
        });
    queue.ifPresent(it -> work.add(Work.of(Role.AMQP, Stage.INTAKE, "rabbitmq", () -> it)));
    return work;
  }

  @Override
  public Map<String, Supplier<CheckResult>> checks() {
    return queue
        .<Map<String, Supplier<CheckResult>>>map(it -> Map.of("rabbitmq", () -> check(it)))
        .orElse(Map.of());
  }

  private static CheckResult check(AmqpVerticle queue) {
    String state = queue.state().name();
    return queue.state().connected() ? CheckResult.ok(state) : CheckResult.down(state);
  }

  @Override
  public List<Supplier<Future<Integer>>> cleaners() {
    return List.of(
        () -> evaluations.forgetTombstones(core.database(), settings.tombstoneRetention()),
        () -> evaluations.forgetFinished(retention));
  }

  @Override
  public List<DrainStep> drainSteps() {
    return intra.stream()
        .map(client -> new DrainStep(Stage.CLIENT, "intranet", client::close))
        .toList();
  }
}
