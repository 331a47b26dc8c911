package io.foyer.platform.cluster;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.Duration;

/**
 * The one thread on which all state of a node lives, in a small Vert.x of its own: the clustered
 * one ends its clients before it leaves the cluster, and may be busy with other things.
 */
final class Loop {
  private final Vertx vertx;
  private final Context context;

  Loop() {
    vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setUseDaemonThread(true)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    context = vertx.getOrCreateContext();
  }

  Vertx vertx() {
    return vertx;
  }

  void run(Runnable task) {
    context.runOnContext(ignored -> task.run());
  }

  /** Runs it later on this thread; to be called on this thread. */
  void after(Duration delay, Runnable task) {
    vertx.setTimer(Math.max(1, delay.toMillis()), ignored -> task.run());
  }

  /** Runs it again and again on this thread; to be called on this thread. */
  void every(Duration period, Runnable task) {
    vertx.setPeriodic(Math.max(1, period.toMillis()), ignored -> task.run());
  }

  Future<Void> close() {
    return vertx.close();
  }
}
