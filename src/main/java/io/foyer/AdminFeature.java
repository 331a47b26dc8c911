package io.foyer;

import io.foyer.admin.Attention;
import io.foyer.admin.HousekeepingVerticle;
import io.foyer.admin.MailQueue;
import io.foyer.notify.NotifyVerticle;
import io.foyer.platform.observe.Readiness;
import io.foyer.platform.web.Operation;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Builds the administration of this node: housekeeping, and what needs attention. */
final class AdminFeature implements Feature {
  private final CoreServices core;
  private final Readiness readiness;
  private final Supplier<List<Supplier<Future<Integer>>>> cleaners;

  /**
   * The feature.
   *
   * @param cleaners those of every feature, once they are constructed
   */
  AdminFeature(
      CoreServices core, Readiness readiness, Supplier<List<Supplier<Future<Integer>>>> cleaners) {
    this.core = core;
    this.readiness = readiness;
    this.cleaners = cleaners;
  }

  @Override
  public Map<String, Operation> operations() {
    Map<String, Operation> operations =
        new HashMap<>(new Attention(core.database(), readiness).operations());
    Runnable wake = () -> core.wakeupNotifier().wake(NotifyVerticle.OUTBOX);
    operations.putAll(new MailQueue(core.database(), wake).operations());
    return operations;
  }

  @Override
  public List<Work> work() {
    return List.of(Work.everywhere(Stage.WORKER, "housekeeping", this::housekeeping));
  }

  private Deployable housekeeping() {
    return new HousekeepingVerticle(core.database(), cleaners.get(), core.metrics().registry());
  }
}
