package io.foyer.chat.wire.plain;

import io.foyer.accounts.RevocationListener;
import io.foyer.platform.web.Caller;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * All sockets and streams of this node that stand for somebody, on every wire. Ends them with their
 * log-in and at the drain. Safe for use by many threads.
 */
public final class OpenSockets implements RevocationListener {
  /** Over how long those who were sent away come back: all at once would be a stampede. */
  private static final long SPREAD_MILLIS = 4_000;

  private static final long SOONEST_MILLIS = 250;
  private static final long LOOK_MILLIS = 20;

  private final Map<Guest, Caller> guests = new ConcurrentHashMap<>();
  private final Map<String, Integer> accounts = new ConcurrentHashMap<>();
  private final int mostPerAccount;
  private final Counter refused;
  private final AtomicBoolean draining = new AtomicBoolean();

  /**
   * None yet.
   *
   * @param mostPerAccount how many one account may have at a time
   */
  public OpenSockets(int mostPerAccount, MeterRegistry registry) {
    this.mostPerAccount = mostPerAccount;
    this.refused =
        Counter.builder("foyer.connections.refused")
            .description("Long-lived connections refused by a limit")
            .tag("by", "account")
            .register(registry);
    Gauge.builder("foyer.chat.sockets", guests, Map::size)
        .description("Sockets and streams of the chat that stand for somebody")
        .register(registry);
  }

  /** One of them; called from any thread. Compared by identity. */
  public interface Guest {
    /** The log-in behind it has ended: nothing more may be told to it. */
    void loggedOut();

    /** Time to ask again for a log-in that tells nobody of its end; only where there is such. */
    void look();

    /** This node goes down. */
    void goingDown(long reconnectMillis);
  }

  /**
   * From now on it is told. Whoever adds one has to ask afterwards whether the log-in still goes on
   * ({@link SocketGate#still}), because it may have ended just before.
   *
   * @return false, without adding it, if its account has as many as it may: the older ones stay,
   *     because a page that reconnects would otherwise close another, which reconnects in turn
   */
  public boolean add(Guest guest, Caller caller) {
    if (accounts.merge(caller.account(), 1, Integer::sum) > mostPerAccount) {
      leave(caller);
      refused.increment();
      return false;
    }
    guests.put(guest, caller);
    if (draining.get()) {
      sendAway(guest);
    }
    return true;
  }

  /** It is closed. */
  public void remove(Guest guest) {
    Optional.ofNullable(guests.remove(guest)).ifPresent(this::leave);
  }

  private void leave(Caller caller) {
    accounts.computeIfPresent(caller.account(), (same, open) -> open == 1 ? null : open - 1);
  }

  /** Whether no new one may come. */
  public boolean draining() {
    return draining.get();
  }

  @Override
  public void ended(Set<String> sessionIds) {
    guests.forEach(
        (guest, caller) -> {
          if (caller.session().filter(sessionIds::contains).isPresent()) {
            guest.loggedOut();
          }
        });
  }

  /** Asks again for those whose log-in is kept elsewhere; to be called every ten seconds or so. */
  public void look() {
    guests.forEach(
        (guest, caller) -> {
          if (caller.session().isEmpty()) {
            guest.look();
          }
        });
  }

  /** Sends all away; completes when they are gone, or when {@code patience} is over. */
  public Future<Void> drain(Vertx vertx, Duration patience) {
    draining.set(true);
    guests.keySet().forEach(OpenSockets::sendAway);
    return gone(vertx, System.nanoTime() + patience.toNanos());
  }

  private Future<Void> gone(Vertx vertx, long end) {
    return guests.isEmpty() || System.nanoTime() > end
        ? Future.succeededFuture()
        : vertx.timer(LOOK_MILLIS).compose(done -> gone(vertx, end));
  }

  private static void sendAway(Guest guest) {
    guest.goingDown(SOONEST_MILLIS + ThreadLocalRandom.current().nextLong(SPREAD_MILLIS));
  }
}
