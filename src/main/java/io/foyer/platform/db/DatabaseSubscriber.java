package io.foyer.platform.db;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.pubsub.PgSubscriber;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/**
 * LISTEN connection: receives NOTIFY and reconnects. It needs a session of its own, because LISTEN
 * does not survive a pooler in transaction mode.
 */
public final class DatabaseSubscriber {
  private final PgSubscriber subscriber;

  public DatabaseSubscriber(Vertx vertx, Database database) {
    this.subscriber =
        PgSubscriber.subscriber(vertx, database.options())
            .reconnectPolicy(retry -> 200L + ThreadLocalRandom.current().nextLong(1_800));
  }

  /** Subscribes to {@code channel} and reconnects forever. */
  public void listen(String channel, Consumer<String> payload) {
    subscriber.channel(channel).handler(payload::accept);
    subscriber.connect();
  }

  /** Closes the connection. */
  public Future<Void> close() {
    return subscriber.close();
  }
}
