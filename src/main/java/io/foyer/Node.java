package io.foyer;

import io.foyer.platform.observe.Liveness;
import io.foyer.platform.observe.Readiness;
import io.foyer.platform.web.OpenApiContract;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Deploys the features of a node in the order of {@link Stage}, the HTTP server last, when all that
 * it leads to is there; and lists the steps that undo this.
 */
final class Node {
  private final CoreServices core;
  private final Features features;
  private final Readiness readiness;
  private final Optional<PublicServer> server;
  private final List<DrainStep> drain = new CopyOnWriteArrayList<>();
  private final Promise<Void> abandoned = Promise.promise();
  private volatile boolean stopping;

  Node(
      FoyerConfig config,
      CoreServices core,
      Features features,
      Readiness readiness,
      Liveness liveness) {
    this.core = core;
    this.features = features;
    this.readiness = readiness;
    this.server =
        core.serves(Role.HTTP)
            ? Optional.of(new PublicServer(config, core, features, readiness, liveness))
            : Optional.empty();
  }

  /**
   * Deploys what this node is for.
   *
   * @param contract needed by a node that serves HTTP
   * @return the port of the HTTP server, 0 without one
   */
  Future<Integer> start(Future<OpenApiContract> contract) {
    features
        .checks()
        .forEach(
            (name, check) -> readiness.degradable(name, () -> Future.succeededFuture(check.get())));
    drain.addAll(features.drainSteps());
    List<Work> work = features.work();
    Future<Void> deployed = Future.succeededFuture();
    for (Stage stage : Stage.values()) {
      for (Work each : work) {
        if (each.stage() == stage && each.isFor(core.roles())) {
          deployed = deployed.compose(done -> deploy(each));
        }
      }
    }
    return deployed.compose(
        done ->
            stopping
                ? Future.failedFuture("told to stop while it started")
                : server.map(it -> it.start(contract, drain)).orElse(Future.succeededFuture(0)));
  }

  private Future<Void> deploy(Work work) {
    if (stopping) {
      return Future.failedFuture("told to stop while it started");
    }
    return core.vertx()
        .deployVerticle(new Abandonable(work.verticle().get(), abandoned.future()))
        .onSuccess(
            id ->
                drain.add(
                    new DrainStep(work.stage(), work.name(), () -> core.vertx().undeploy(id))))
        .mapEmpty();
  }

  /** Deploys nothing more: a start that is under way fails. */
  void stopDeploying() {
    stopping = true;
  }

  /** In this order: take in no new work, finish what was begun, hang up. */
  List<DrainStep> drainSteps() {
    List<DrainStep> steps = new ArrayList<>(of(Stage.INTAKE));
    List<DrainStep> workers = of(Stage.WORKER);
    steps.add(
        new DrainStep(
            Stage.WORKER,
            "work",
            () -> Future.join(workers.stream().map(step -> step.action().get()).toList())));
    steps.addAll(of(Stage.CLIENT));
    return steps;
  }

  /** Ends the waiting for what has not ended within its step. Its event loops are closed next. */
  void abandon() {
    abandoned.complete();
  }

  /** A verticle whose end is waited for until the node abandons it. */
  private record Abandonable(Deployable verticle, Future<Void> abandoned) implements Deployable {
    @Override
    public Future<?> deploy(Context context) throws Exception {
      return verticle.deploy(context);
    }

    @Override
    public Future<?> undeploy(Context context) throws Exception {
      Promise<@Nullable Object> ended = Promise.promise();
      verticle
          .undeploy(context)
          .onComplete(done -> ended.tryComplete(), cause -> ended.tryFail(cause));
      abandoned.onComplete(given -> ended.tryComplete());
      return ended.future();
    }
  }

  private List<DrainStep> of(Stage stage) {
    return drain.stream().filter(step -> step.stage() == stage).toList();
  }
}
