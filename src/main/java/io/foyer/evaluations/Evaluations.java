package io.foyer.evaluations;

import io.foyer.evaluations.intra.IntraClient;
import io.foyer.meetings.MeetingService;
import io.foyer.platform.Ids;
import io.foyer.platform.amqp.DeliveryHandler;
import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.config.Secret;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.Sql;
import io.foyer.platform.inbox.InboxStore;
import io.foyer.platform.jobs.JobStore;
import io.foyer.platform.jobs.JobWorker;
import io.foyer.platform.web.BodyReader;
import io.foyer.platform.web.DirectRoute;
import io.foyer.platform.web.ErrorRenderer;
import io.foyer.platform.web.Operation;
import io.foyer.platform.web.RouteGroup;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Entry point of the evaluations feature for the composition root: intakes, routes and verticles.
 */
public final class Evaluations {
  /** An enrichment asks at most this many times one call's deadline, one after the other. */
  private static final int CALLS = 3;

  private static final int ENRICHMENTS_AT_ONCE = 16;

  private final House house;
  private final EvaluationStore store;
  private final EvaluationDoor door;

  /** Dependencies. */
  public record House(
      Vertx vertx,
      Ids ids,
      Database database,
      InboxStore inbox,
      JobStore jobs,
      WakeupNotifier wakeupNotifier,
      MeetingService meetings,
      MeterRegistry registry) {}

  /**
   * The feature.
   *
   * @param timeLayout the second notation of times, in Go's form
   */
  public Evaluations(House house, String timeLayout) {
    this.house = house;
    this.store = new EvaluationStore();
    this.door =
        new EvaluationDoor(house.ids(), new EvaluationFormat(new Times(timeLayout)), intake());
  }

  private EvaluationIntake intake() {
    return new EvaluationIntake(
        house.ids(),
        house.database(),
        house.inbox(),
        store,
        house.meetings(),
        house.jobs(),
        house.wakeupNotifier());
  }

  /** The webhook route, authenticated by secrets; {@code secrets} by {@code model.event}. */
  public RouteGroup webhooks(Map<String, List<Secret>> secrets, int maxBody, Duration timeout) {
    WebhookRoute route =
        new WebhookRoute(
            door, secrets, new BodyReader(house.vertx(), maxBody), timeout, house.registry());
    return new RouteGroup() {
      @Override
      public void mount(Router router) {
        // Everything goes through the fast lane.
      }

      @Override
      public List<DirectRoute> direct() {
        return List.of(route);
      }

      @Override
      public Map<String, ErrorRenderer> errorRenderers() {
        return Map.of(route.path(), new WebhookErrorRenderer());
      }

      @Override
      public Set<String> allowed(String path) {
        return path.equals(route.path()) ? Set.of("POST") : Set.of();
      }
    };
  }

  /** The RabbitMQ intake. */
  public DeliveryHandler deliveries() {
    return new QueuedDeliveries(door);
  }

  /** What is served below {@code /api/v2}. */
  public Map<String, Operation> operations(String linkPrefix, Viewers viewers) {
    return new EvaluationApi(house.database(), house.inbox(), house.meetings(), linkPrefix, viewers)
        .operations();
  }

  /** The work that completes evaluations; one instance of it per node. */
  public JobWorker enrichments(IntraClient intra, Duration callTimeout) {
    Enrichment enrichment =
        new Enrichment(house.database(), house.jobs(), store, house.meetings(), intra, callTimeout);
    Duration lease = callTimeout.multipliedBy(CALLS).plusSeconds(15);
    JobWorker.Settings settings =
        new JobWorker.Settings(
            EvaluationIntake.ENRICHMENT,
            EvaluationIntake.ENRICHMENTS,
            ENRICHMENTS_AT_ONCE,
            lease,
            Enrichment.BACKOFF);
    return new JobWorker(
        house.database(), house.jobs(), house.wakeupNotifier(), settings, enrichment);
  }

  /** Deletes evaluations with their meetings that began longer ago; some thousand at a time. */
  public Future<Integer> forgetFinished(Duration retention) {
    return house
        .database()
        .transaction(
            tx ->
                house
                    .meetings()
                    .forget(tx, Evaluation.ORIGIN, retention)
                    .compose(gone -> store.forgetMeetings(tx, gone).map(gone.size())));
  }

  /** Deletes tombstones older than {@code retention}. */
  public Future<Integer> forgetTombstones(Sql sql, Duration retention) {
    return store.forget(sql, retention);
  }
}
