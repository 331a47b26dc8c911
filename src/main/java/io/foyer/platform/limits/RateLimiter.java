package io.foyer.platform.limits;

import io.foyer.platform.redis.RedisLink;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.NetUtil;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Rate limiter for HTTP requests, by account, or by client address for anonymous requests.
 * Decisions never fail; an empty decision means that this kind of caller has no limit.
 */
public final class RateLimiter {
  /** Deprecated name of {@code foyer.limits.local_fallback}, kept for one release. */
  private static final String OLD_LOCAL_FALLBACK = "foyer.limits.alone";

  private final RateLimitStore store;
  private final Optional<Gcra> accounts;
  private final Optional<Gcra> addresses;
  private final Counter refusedAccounts;
  private final Counter refusedAddresses;

  private RateLimiter(LimitsConfig config, RateLimitStore store, MeterRegistry registry) {
    this.store = store;
    this.accounts = limit(config.requests(), config);
    this.addresses = limit(config.anonymousLimit(), config);
    this.refusedAccounts = refused("account", registry);
    this.refusedAddresses = refused("address", registry);
  }

  /** Limits that this node keeps for itself. */
  public static RateLimiter local(LimitsConfig config, MeterRegistry registry) {
    return new RateLimiter(config, new MemoryRateLimitStore(), registry);
  }

  /**
   * The same with a clock of its own.
   *
   * @param micros a monotonic clock in microseconds
   */
  public static RateLimiter local(
      LimitsConfig config, LongSupplier micros, MeterRegistry registry) {
    return new RateLimiter(config, new MemoryRateLimitStore(micros), registry);
  }

  /** Limits shared by all nodes through Redis, with a local fallback while it is unavailable. */
  public static RateLimiter shared(
      LimitsConfig config, Vertx vertx, RedisLink redis, MeterRegistry registry) {
    SharedRateLimitStore home =
        new SharedRateLimitStore(vertx, new RedisRateLimitStore(redis), new MemoryRateLimitStore());
    Stream.of("foyer.limits.local_fallback", OLD_LOCAL_FALLBACK)
        .forEach(
            name ->
                FunctionCounter.builder(name, home, SharedRateLimitStore::countedLocally)
                    .description("Requests counted by this node alone because Redis did not answer")
                    .register(registry));
    return new RateLimiter(config, home, registry);
  }

  private static Optional<Gcra> limit(int requests, LimitsConfig config) {
    return requests == 0 ? Optional.empty() : Optional.of(new Gcra(requests, config.interval()));
  }

  private static Counter refused(String of, MeterRegistry registry) {
    return Counter.builder("foyer.limits.refused")
        .description("Requests refused by the rate limit")
        .tag("of", of)
        .register(registry);
  }

  /** Counts a request of an account. */
  public Future<Optional<Decision>> account(String id) {
    return account(id, 1);
  }

  /** Counts a request of an account as {@code cost} requests. */
  public Future<Optional<Decision>> account(String id, int cost) {
    return take(accounts, "a:" + id, cost, refusedAccounts);
  }

  /** Counts an anonymous request by client address. */
  public Future<Optional<Decision>> address(InetAddress address) {
    return address(address, 1);
  }

  /**
   * Counts an anonymous request by client address, as {@code cost} requests. IPv6 addresses count
   * by their /64 network, because one client usually owns all of its addresses.
   */
  public Future<Optional<Decision>> address(InetAddress address, int cost) {
    return take(
        addresses,
        "c:" + NetUtil.toAddressString(ClientNetwork.of(address)),
        cost,
        refusedAddresses);
  }

  private Future<Optional<Decision>> take(
      Optional<Gcra> limit, String key, int cost, Counter refused) {
    return limit.isEmpty()
        ? Future.succeededFuture(Optional.empty())
        : store
            .take(limit.get(), key, cost)
            .map(
                decision -> {
                  if (!decision.allowed()) {
                    refused.increment();
                  }
                  return Optional.of(decision);
                });
  }
}
