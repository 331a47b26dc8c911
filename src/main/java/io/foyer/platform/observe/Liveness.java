package io.foyer.platform.observe;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Liveness check: every watched event loop must run a task within 2 s. */
public final class Liveness {
  private static final long PATIENCE_MILLIS = 2_000;

  private final List<Context> loops = new CopyOnWriteArrayList<>();
  private final long patienceMillis;

  /** Watches nothing yet: alive as long as it can be asked. */
  public Liveness() {
    this(PATIENCE_MILLIS);
  }

  Liveness(long patienceMillis) {
    this.patienceMillis = patienceMillis;
  }

  /** From now on this event loop must turn too. */
  public void watch(Context loop) {
    loops.add(loop);
  }

  /** Waits for a turn of every loop; false if one is stuck. Never fails. */
  public Future<Boolean> beat() {
    List<Future<Void>> turns = loops.stream().map(Liveness::turn).toList();
    return Future.all(turns)
        .timeout(patienceMillis, TimeUnit.MILLISECONDS)
        .map(true)
        .otherwise(false);
  }

  private static Future<Void> turn(Context loop) {
    Promise<Void> turned = Promise.promise();
    loop.runOnContext(turn -> turned.complete());
    return turned.future();
  }
}
