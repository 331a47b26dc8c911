package io.foyer.platform.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.NodeListener;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import io.vertx.redis.client.Command;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One membership in the cluster, from join to leave: wires heartbeat, failure detector,
 * registrations and locks together.
 *
 * <p>All state but {@link #nodes} and {@link #view} belongs to the {@link MemberEventLoop}.
 */
final class ClusterMember {
  private static final Logger log = LoggerFactory.getLogger(ClusterMember.class);

  private final MemberEventLoop loop = new MemberEventLoop();
  private final ClusterSettings settings;
  private final String id;
  private final RegistrationListener registrations;
  private final Supplier<NodeListener> listener;
  private final MembershipView members;
  private final RedisCommands redis;
  private final ClusterSubscription subscription;
  private final HeartbeatSender heartbeat;
  private final LocalRegistrations local;
  private final RemoteRegistrations remote;
  private final FailureDetector failureDetector;
  private final JoinBarrier barrier;
  private final Locks locks;
  private final Set<String> withdrawn = new TreeSet<>();
  private volatile boolean active;
  private long sentGeneration;
  private boolean settled = true;
  private boolean joined;

  ClusterMember(
      ClusterSettings settings,
      String id,
      Vertx clustered,
      RegistrationListener registrations,
      Supplier<NodeListener> listener) {
    this.settings = settings;
    this.id = id;
    this.registrations = registrations;
    this.listener = listener;
    members = new MembershipView(id);
    redis = new RedisCommands(loop, settings, id, this::onConnected);
    subscription = new ClusterSubscription(loop, settings, id, this::onMessage, this::onSubscribed);
    heartbeat = new HeartbeatSender(loop, settings, redis, this::beforeHeartbeat, this::onSnapshot);
    remote =
        new RemoteRegistrations(
            loop,
            redis,
            id,
            registrations,
            this::usable,
            members::missingInRedis,
            this::ownRegistrations);
    local = new LocalRegistrations(redis, settings, remote::localChanged);
    failureDetector =
        new FailureDetector(loop, settings, clustered, members, id, this::onReachabilityChanged);
    barrier = new JoinBarrier(loop);
    locks = new Locks(loop, redis, id);
  }

  String id() {
    return id;
  }

  MemberEventLoop loop() {
    return loop;
  }

  RedisCommands redis() {
    return redis;
  }

  Locks locks() {
    return locks;
  }

  boolean active() {
    return active;
  }

  List<String> nodes() {
    return members.ids();
  }

  ClusterView view() {
    return new ClusterView(members.ids(), failureDetector.unreachable(), heartbeat.redisAnswers());
  }

  /**
   * Joins the cluster: connects, publishes this node and waits until every live member lists it.
   *
   * <p>Where Redis cannot be reached within {@code joinTimeout}, fails, or starts without Redis if
   * the settings allow that.
   */
  Future<Void> join() {
    return withJoinTimeout(
        Future.all(redis.open(), subscription.open())
            .compose(open -> joined ? Future.succeededFuture() : joinThroughRedis()));
  }

  private Future<Void> withJoinTimeout(Future<Void> step) {
    return step.timeout(settings.joinTimeout().toMillis(), TimeUnit.MILLISECONDS)
        .recover(
            failure ->
                settings.allowStartWithoutRedis()
                    ? startWithoutRedis(failure)
                    : Future.failedFuture(failure));
  }

  /** Continues as after a loss of Redis: what is registered now is published when Redis is back. */
  private Future<Void> startWithoutRedis(Throwable failure) {
    log.atWarn()
        .addKeyValue("cause", failure.getMessage())
        .log("Redis unreachable, node starts without its cluster and joins later");
    activate();
    return Future.succeededFuture();
  }

  private Future<Void> joinThroughRedis() {
    barrier.reset();
    return local
        .announce("")
        .compose(known -> heartbeat.heartbeatNow())
        .compose(counted -> barrier.await(members.others(), settings.heartbeatInterval()))
        .onSuccess(
            seen -> {
              activate();
              log.atInfo().addKeyValue("node", id).log("Joined the cluster");
            });
  }

  private void activate() {
    active = true;
    if (!joined) {
      joined = true;
      heartbeat.start();
    }
  }

  /** Publishes the address of this node's event bus and starts the failure detector. */
  Future<Void> announce(NodeInfo info) {
    failureDetector.start();
    return withJoinTimeout(toleratingOutage(local.announce(MembershipView.encode(info))));
  }

  /**
   * Succeeds at once during an outage of Redis if this node may run without it: the registration is
   * published later.
   */
  private Future<Void> toleratingOutage(Future<Void> published) {
    if (!settings.allowStartWithoutRedis()) {
      return published;
    }
    Future<Void> tolerant =
        published
            .onFailure(failure -> log.atDebug().setCause(failure).log("Not published yet"))
            .otherwiseEmpty();
    return redis.isUp() ? tolerant : Future.succeededFuture();
  }

  /**
   * Withdraws all registrations; completes when every other live member has stopped sending here.
   */
  Future<Void> withdraw() {
    barrier.reset();
    return local
        .withdraw()
        .compose(taken -> barrier.await(members.others(), settings.heartbeatInterval()));
  }

  /**
   * Leaves the cluster: stops the heartbeat, removes this node from Redis and closes the
   * connections. Always succeeds.
   */
  Future<Void> leave() {
    boolean wasActive = active;
    active = false;
    heartbeat.stop();
    failureDetector.stop();
    locks.close();
    local.stopPublishing();
    Future<?> left =
        wasActive
            ? redis.runWithRetry(Script.LEAVE, List.of(), settings.heartbeatInterval())
            : Future.succeededFuture();
    Promise<Void> done = Promise.promise(); // of no context: the loop's own is closed below
    left.onFailure(failure -> log.atWarn().setCause(failure).log("Leave was not recorded in Redis"))
        .transform(any -> subscription.close())
        .transform(any -> redis.close())
        .onComplete(any -> loop.close().onComplete(closed -> done.complete()));
    return done.future();
  }

  /** The bus address of a node, from the last membership snapshot or else from Redis. */
  Future<NodeInfo> info(String node) {
    failureDetector.recheck(node);
    return members.info(node).map(Future::succeededFuture).orElseGet(() -> readInfo(node));
  }

  private Future<NodeInfo> readInfo(String node) {
    return redis
        .command(Command.HGET, "info", node)
        .map(
            answer -> {
              if (answer == null || answer.toString().isEmpty()) {
                throw VertxException.noStackTrace("No such node in the cluster: " + node);
              }
              return MembershipView.decode(answer.toString());
            });
  }

  Future<Void> register(String address, RegistrationInfo registration) {
    return isPing(address)
        ? Future.succeededFuture()
        : toleratingOutage(local.add(address, registration));
  }

  Future<Void> unregister(String address, RegistrationInfo registration) {
    return isPing(address) ? Future.succeededFuture() : local.remove(address, registration);
  }

  Future<List<RegistrationInfo>> registrations(String address) {
    return isPing(address)
        ? Future.succeededFuture(pingRegistrations(address))
        : remote.find(address);
  }

  private static boolean isPing(String address) {
    return address.startsWith(FailureDetector.ADDRESS);
  }

  /** Ping addresses are resolved without Redis, and also for nodes marked unreachable. */
  private List<RegistrationInfo> pingRegistrations(String address) {
    String node = address.substring(FailureDetector.ADDRESS.length());
    return members.contains(node) ? List.of(new RegistrationInfo(node, 0, false)) : List.of();
  }

  private List<RegistrationInfo> ownRegistrations(String address) {
    return local.of(address);
  }

  private boolean usable(String node) {
    return !members.hasLeft(node)
        && !failureDetector.isUnreachable(node)
        && !withdrawn.contains(node);
  }

  private void onReachabilityChanged(String node) {
    remote.reachabilityChanged(Set.of(node));
  }

  private void onConnected() {
    if (joined) {
      local.markOutOfSync();
      local.resync();
      heartbeatNow();
    }
  }

  private void onSubscribed() {
    if (joined) {
      heartbeat.heartbeatNow().onComplete(any -> remote.markAllStale());
    }
  }

  private void beforeHeartbeat() {
    local.dropExpired();
    sentGeneration = local.generation();
  }

  private void onSnapshot(MembershipSnapshot snapshot) {
    apply(members.update(snapshot));
    subscription.checkEcho();
    if (joined) {
      local.checkGeneration(sentGeneration, snapshot.generation());
    }
    locks.retryReleases();
    remote.retryStale();
    if (snapshot.settled() && !settled) {
      remote.markAllStale(); // drops registrations kept for nodes that did not return
    }
    settled = snapshot.settled();
  }

  private void onMessage(char kind, String text) {
    switch (kind) {
      case 'A' -> remote.changed(text);
      case 'J' -> onPeerJoined(text);
      case 'L' -> {
        apply(members.leave(text));
        barrier.acknowledge(text);
      }
      case 'E' -> heartbeatNow();
      case 'W' -> onPeerWithdrawn(text);
      case 'S' -> barrier.acknowledge(text);
      case 'G' -> locks.onGrant(text);
      default -> log.atWarn().log("Unknown cluster message");
    }
  }

  private void onPeerJoined(String node) {
    if (!node.equals(id)) {
      heartbeat
          .heartbeatNow()
          .onSuccess(counted -> ack(node))
          .onFailure(failure -> log.atDebug().setCause(failure).log("Redis unavailable"));
    }
  }

  private void onPeerWithdrawn(String node) {
    if (!node.equals(id)) {
      withdrawn.add(node);
      remote.removeNodes(Set.of(node));
      ack(node);
    }
  }

  private void ack(String node) {
    redis
        .command(Command.PUBLISH, "to:" + node, "S " + id)
        .onFailure(failure -> log.atDebug().setCause(failure).log("Redis unavailable"));
  }

  private void heartbeatNow() {
    heartbeat
        .heartbeatNow()
        .onFailure(failure -> log.atDebug().setCause(failure).log("Heartbeat failed"));
  }

  private void apply(MembershipView.Change change) {
    withdrawn.removeAll(change.left());
    failureDetector.forget(change.left());
    remote.removeNodes(change.left());
    change.left().stream()
        .map(node -> new RegistrationUpdateEvent(FailureDetector.ADDRESS + node, List.of()))
        .forEach(
            registrations::registrationsUpdated); // makes the selector of the bus forget it too
    // On a worker: the high availability of Vert.x calls a blocking map in its listener.
    change.joined().forEach(node -> loop.aside(() -> listener.get().nodeAdded(node)));
    change.left().forEach(node -> loop.aside(() -> listener.get().nodeLeft(node)));
  }
}
