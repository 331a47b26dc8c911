package io.foyer.notify;

import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.db.Database;
import io.foyer.platform.outbox.OutboxStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.List;

/** Drains the outbox with one sender per channel. */
public final class NotifyVerticle extends VerticleBase {
  /** Raised when messages were written into the outbox. */
  public static final String OUTBOX = "outbox";

  private final List<Channel> channels;
  private final Database database;
  private final OutboxStore store;
  private final WakeupNotifier wakeupNotifier;
  private final MeterRegistry registry;
  private List<Sender> senders = List.of();

  public NotifyVerticle(
      List<Channel> channels,
      Database database,
      OutboxStore store,
      WakeupNotifier wakeupNotifier,
      MeterRegistry registry) {
    this.channels = List.copyOf(channels);
    this.database = database;
    this.store = store;
    this.wakeupNotifier = wakeupNotifier;
    this.registry = registry;
  }

  @Override
  public Future<?> start() {
    senders = channels.stream().map(c -> new Sender(vertx, c, database, store, registry)).toList();
    wakeupNotifier.on(OUTBOX, () -> senders.forEach(Sender::wake));
    senders.forEach(Sender::wake);
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    return Future.join(senders.stream().map(Sender::drain).toList());
  }
}
