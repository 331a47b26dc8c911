package io.foyer.platform.cluster;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread on which all state of a node lives, in a small Vert.x of its own: the clustered
 * one ends its clients before it leaves the cluster, and may be busy with other things.
 */
final class MemberEventLoop {
  private static final Logger log = LoggerFactory.getLogger(MemberEventLoop.class);

  private final Vertx vertx;
  private final Context context;

  MemberEventLoop() {
    vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    context = vertx.getOrCreateContext();
  }

  Vertx vertx() {
    return vertx;
  }

  /** Does nothing once this is closed; may be called on any thread. */
  void run(Runnable task) {
    try {
      context.runOnContext(ignored -> task.run());
    } catch (RejectedExecutionException e) {
      log.atDebug().setCause(e).log("The node has left");
    }
  }

  /** Runs it later on this thread; to be called on this thread. */
  void after(Duration delay, Runnable task) {
    vertx.setTimer(Math.max(1, delay.toMillis()), ignored -> task.run());
  }

  /** Runs it again and again on this thread; to be called on this thread. */
  void every(Duration period, Runnable task) {
    vertx.setPeriodic(Math.max(1, period.toMillis()), ignored -> task.run());
  }

  /** Runs what may wait for this thread: one after the other, on another one. */
  void aside(Runnable task) {
    try {
      context
          .executeBlocking(
              () -> {
                task.run();
                return true;
              },
              true)
          .onFailure(failure -> log.atWarn().setCause(failure).log("A listener failed"));
    } catch (RejectedExecutionException e) {
      log.atDebug().setCause(e).log("The node has left");
    }
  }

  Future<Void> close() {
    return vertx.close();
  }
}
