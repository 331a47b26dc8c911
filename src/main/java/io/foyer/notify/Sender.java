package io.foyer.notify;

import io.foyer.platform.db.Database;
import io.foyer.platform.jobs.Backoff;
import io.foyer.platform.jobs.DueWorkScheduler;
import io.foyer.platform.jobs.InFlight;
import io.foyer.platform.outbox.OutboxMessage;
import io.foyer.platform.outbox.OutboxStore;
import io.foyer.platform.outbox.OutboxStore.Settlement;
import io.foyer.platform.outbox.Outcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the outbox messages of one channel, with retry and backoff. Claims only as many as it can
 * send at once, so that a crash leaves no more messages in an unknown state than calls in flight.
 * Results are written in batches.
 */
final class Sender {
  private static final Logger log = LoggerFactory.getLogger(Sender.class);
  private static final int MAX_TEXT = 500;
  private static final Duration LEASE_MARGIN = Duration.ofSeconds(15);
  private static final long SWEEP_NANOS = Duration.ofSeconds(1).toNanos();

  /** What is too late is not claimed anyway; saying so can wait, for it reads the whole backlog. */
  private static final int SWEEPS_TO_EXPIRY = 10;

  /** Until a message of a kind that this build does not know is looked at again. */
  private static final Duration UNKNOWN_KIND_PAUSE = Duration.ofMinutes(1);

  private final Channel channel;
  private final Database database;
  private final OutboxStore store;
  private final DueWorkScheduler loop;
  private final MeterRegistry registry;
  private final String afterLoss;
  private final List<Settlement> finished = new ArrayList<>();
  private final InFlight inFlight = new InFlight();
  private boolean settling;
  private int sweeps;
  private long sweptAt = System.nanoTime() - SWEEP_NANOS;

  Sender(
      Vertx vertx, Channel channel, Database database, OutboxStore store, MeterRegistry registry) {
    this.channel = channel;
    this.database = database;
    this.store = store;
    this.registry = registry;
    this.afterLoss = channel.lostAnswer().name().toLowerCase(Locale.ROOT);
    this.loop = new DueWorkScheduler(vertx, "outbox " + channel.name(), this::turn);
  }

  void wake() {
    loop.wake();
  }

  private Future<Duration> turn() {
    int free = channel.concurrency() - inFlight.count();
    return sweep()
        .compose(swept -> free > 0 ? claimAndSend(free) : Future.succeededFuture(Backoff.LONG));
  }

  private Future<Void> sweep() {
    // Not while results wait to be written: known results take precedence over expired leases.
    if (System.nanoTime() - sweptAt < SWEEP_NANOS || !finished.isEmpty()) {
      return Future.succeededFuture();
    }
    sweptAt = System.nanoTime();
    boolean expire = sweeps++ % SWEEPS_TO_EXPIRY == 0;
    return store
        .reclaimExpiredLeases(database, channel.name(), afterLoss, channel.retry())
        .compose(
            judged ->
                expire ? store.expire(database, channel.name()) : Future.succeededFuture(judged))
        .mapEmpty();
  }

  private Future<Duration> claimAndSend(int free) {
    long claimedAt = System.nanoTime();
    Duration lease = channel.deadline().plus(LEASE_MARGIN);
    return store
        .claim(database.genericPlanPool(), channel.name(), free, lease)
        .compose(
            messages -> {
              inFlight.started(messages.size());
              messages.forEach(message -> send(message, claimedAt));
              return messages.size() == free
                  ? Future.succeededFuture(Backoff.LONG) // woken when one of them is finished
                  : store
                      .nextDue(database, channel.name())
                      .map(next -> Backoff.next(next, !messages.isEmpty()));
            });
  }

  private void send(OutboxMessage message, long claimedAt) {
    // A process that was stopped between claim and call must not act on a lease that ran out.
    boolean stale = System.nanoTime() - claimedAt > LEASE_MARGIN.toNanos();
    Future<Outcome> attempt =
        stale
            ? Future.succeededFuture(new Outcome.Throttled(Duration.ZERO))
            : Future.succeededFuture(message).compose(channel::send);
    attempt
        .otherwise(
            cause ->
                cause instanceof Notification.Unreadable unreadable
                    ? notTried(message, unreadable)
                    : lostByDefect(message, cause))
        .onSuccess(outcome -> ended(message, outcome));
  }

  /** A node of a newer build sends what this one does not know; it waits until it is too late. */
  private Outcome notTried(OutboxMessage message, Notification.Unreadable unreadable) {
    log.atWarn()
        .addKeyValue("channel", channel.name())
        .addKeyValue("message", message.id())
        .addKeyValue("cause", unreadable.getMessage())
        .log("Message not sent");
    return unreadable.unknownKind()
        ? new Outcome.Throttled(UNKNOWN_KIND_PAUSE)
        : new Outcome.Refused(String.valueOf(unreadable.getMessage()));
  }

  private Outcome lostByDefect(OutboxMessage message, Throwable defect) {
    log.atError()
        .addKeyValue("channel", channel.name())
        .addKeyValue("message", message.id())
        .setCause(defect)
        .log("Channel failed unexpectedly");
    return new Outcome.Lost("the channel failed unexpectedly");
  }

  private void ended(OutboxMessage message, Outcome outcome) {
    count(outcome);
    finished.add(settlement(message, outcome));
    settle();
  }

  private void count(Outcome outcome) {
    Counter.builder("foyer.outbox.attempts")
        .tag("channel", channel.name())
        .tag("outcome", outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT))
        .register(registry)
        .increment();
  }

  private Settlement settlement(OutboxMessage message, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Sent(String reference) ->
          new Settlement(message, "sent", Duration.ZERO, false, text(reference), Optional.empty());
      case Outcome.Again(String reason, Optional<Duration> after) ->
          again(message, reason, after.orElse(Duration.ZERO));
      case Outcome.Throttled(Duration after, Optional<String> reason) ->
          new Settlement(
              message, "pending", after, true, Optional.empty(), reason.flatMap(Sender::text));
      case Outcome.Refused(String reason) ->
          new Settlement(message, "failed", Duration.ZERO, false, Optional.empty(), text(reason));
      case Outcome.Lost(String reason) ->
          new Settlement(
              message,
              "lost",
              channel.retry().backoff().first(),
              false,
              Optional.empty(),
              Optional.of(reason));
    };
  }

  private Settlement again(OutboxMessage message, String reason, Duration atLeast) {
    Duration pause = channel.retry().backoff().after(message.attempt());
    return new Settlement(
        message,
        "pending",
        pause.compareTo(atLeast) > 0 ? pause : atLeast,
        false,
        Optional.empty(),
        text(reason));
  }

  /** Error text of the remote side, cleaned for the database. */
  private static Optional<String> text(String remote) {
    String clean = remote.replace("\0", "");
    return Optional.of(clean.substring(0, Math.min(MAX_TEXT, clean.length())));
  }

  private void settle() {
    if (settling || finished.isEmpty()) {
      return;
    }
    settling = true;
    List<Settlement> group = List.copyOf(finished);
    finished.clear();
    store
        .settle(database.genericPlanPool(), afterLoss, channel.retry(), group)
        .onComplete(
            written -> {
              settling = false;
              if (written.succeeded()) {
                settled(group, written.result());
              } else {
                unwritten(group, written.cause());
              }
            });
  }

  private void settled(List<Settlement> group, int written) {
    if (written < group.size()) {
      log.atWarn()
          .addKeyValue("channel", channel.name())
          .addKeyValue("messages", group.size() - written)
          .log("Leases expired before the results were written");
    }
    release(group.size());
    settle();
  }

  /** Results are kept until the database takes them: the leases hold others off meanwhile. */
  private void unwritten(List<Settlement> group, Throwable cause) {
    log.atWarn()
        .addKeyValue("channel", channel.name())
        .addKeyValue("messages", group.size())
        .setCause(cause)
        .log("Results not written, retrying");
    finished.addAll(group);
    loop.after(Duration.ofMillis(500), this::settle);
  }

  private void release(int slots) {
    if (inFlight.finished(slots)) {
      loop.wake();
    }
  }

  /** Claims no more and succeeds when every call under way has ended and is written down. */
  Future<Void> drain() {
    // Only once the loop is still: a claim on its way brings more calls.
    return loop.drain().compose(drained -> inFlight.drain());
  }
}
