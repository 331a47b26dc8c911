package io.foyer.platform.cluster;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Runs a step on the cluster's event loop and completes its result on the caller's Vert.x context.
 */
final class ContextDispatcher {
  private final Vertx clustered;
  private final Supplier<Optional<ClusterMember>> node;

  ContextDispatcher(Vertx clustered, Supplier<Optional<ClusterMember>> node) {
    this.clustered = clustered;
    this.node = node;
  }

  /** Runs a step; fails if this node is not a member. May be called on any thread. */
  <T> Future<T> dispatch(Function<ClusterMember, Future<T>> step) {
    Optional<ClusterMember> member = node.get();
    if (member.isEmpty()) {
      return Future.failedFuture(new IllegalStateException("Not a member of the cluster"));
    }
    Context caller = clustered.getOrCreateContext();
    Promise<T> promise = Promise.promise();
    member
        .get()
        .loop()
        .run(
            () ->
                Future.succeededFuture(member.get())
                    .compose(step)
                    .onComplete(result -> caller.runOnContext(any -> promise.handle(result))));
    return promise.future();
  }
}
