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
 * Event loop of a cluster member, in a small Vert.x of its own. All state of the member is confined
 * to it.
 *
 * <p>The clustered Vert.x cannot serve: it closes its clients before it leaves the cluster, and its
 * event loops may be busy.
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

  /** Runs a task on the loop; ignored once the loop is closed. May be called on any thread. */
  void run(Runnable task) {
    try {
      context.runOnContext(ignored -> task.run());
    } catch (RejectedExecutionException e) {
      log.atDebug().setCause(e).log("Event loop closed, task dropped");
    }
  }

  /** Runs a task once after a delay. Call it on this loop. */
  void after(Duration delay, Runnable task) {
    vertx.setTimer(Math.max(1, delay.toMillis()), ignored -> task.run());
  }

  /** Runs a task periodically. Call it on this loop. */
  void every(Duration period, Runnable task) {
    vertx.setPeriodic(Math.max(1, period.toMillis()), ignored -> task.run());
  }

  /** Runs a task that may block on a worker thread, one after the other. */
  void aside(Runnable task) {
    try {
      context
          .executeBlocking(
              () -> {
                task.run();
                return true;
              },
              true)
          .onFailure(failure -> log.atWarn().setCause(failure).log("Node listener failed"));
    } catch (RejectedExecutionException e) {
      log.atDebug().setCause(e).log("Event loop closed, task dropped");
    }
  }

  Future<Void> close() {
    return vertx.close();
  }
}
