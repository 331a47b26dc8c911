package io.foyer.platform.cluster;

import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.AsyncMap;
import io.vertx.core.shareddata.Counter;
import io.vertx.core.shareddata.Lock;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.NodeListener;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Vert.x 5 cluster manager on Redis. Pass it to {@code
 * Vertx.builder().withClusterManager(manager).with(options).buildClustered()}, with event bus
 * options from {@link ClusterSettings#busOptions()}. One instance serves one Vert.x.
 *
 * <p>During an outage of Redis messages to known addresses go on; registrations wait for Redis,
 * fail after one time to live and are published later all the same; maps, locks and counters fail
 * at once.
 */
public final class RedisClusterManager implements ClusterManager {
  private final ClusterSettings settings;
  private final String id = UUID.randomUUID().toString();
  private final ValueCodec codec;
  private volatile Optional<Vertx> clustered = Optional.empty();
  private volatile Optional<ClusterMember> node = Optional.empty();
  private volatile Optional<NodeInfo> info = Optional.empty();
  private volatile NodeListener nodes = new NoListener();
  private volatile RegistrationListener registrations = new RegistrationListener() {};

  /** Not a member yet: Vert.x calls {@link #join}. */
  public RedisClusterManager(ClusterSettings settings) {
    this.settings = settings;
    this.codec = new ValueCodec(settings.trusted());
  }

  @Override
  public void init(Vertx vertx) {
    clustered = Optional.of(vertx);
  }

  @Override
  public String clusterHost() {
    return settings.host();
  }

  @Override
  public String clusterPublicHost() {
    return settings.publicHost().isEmpty() ? settings.host() : settings.publicHost();
  }

  @Override
  public void nodeListener(NodeListener listener) {
    nodes = listener;
  }

  @Override
  public void registrationListener(RegistrationListener listener) {
    registrations = listener;
  }

  @Override
  public void join(Completable<Void> promise) {
    ClusterMember joining = new ClusterMember(settings, id, vertx(), registrations, () -> nodes);
    node = Optional.of(joining);
    dispatcher().dispatch(ClusterMember::join).onComplete(promise);
  }

  /**
   * Withdraws this node's registrations before a graceful shutdown. Call it before {@link
   * Vertx#close()}.
   *
   * <p>Completes when no other node sends here any more, at most after two heartbeat intervals and
   * one Redis timeout. Consumers go on and can answer what has arrived, so that no request is lost;
   * Vert.x itself leaves the cluster only after its consumers are gone.
   */
  public Future<Void> withdraw() {
    return isActive() ? dispatcher().dispatch(ClusterMember::withdraw) : Future.succeededFuture();
  }

  /** Current view of the cluster, for gauges and readiness; empty before join and after leave. */
  public Optional<ClusterView> view() {
    return node.filter(ClusterMember::active).map(ClusterMember::view);
  }

  @Override
  public void leave(Completable<Void> promise) {
    Optional<ClusterMember> leaving = node;
    node = Optional.empty();
    if (leaving.isEmpty()) {
      promise.succeed();
      return;
    }
    ClusterMember last = leaving.get();
    last.loop().run(() -> last.leave().onComplete(promise));
  }

  @Override
  public boolean isActive() {
    return node.filter(ClusterMember::active).isPresent();
  }

  @Override
  public String getNodeId() {
    return id;
  }

  @Override
  public List<String> getNodes() {
    return node.map(ClusterMember::nodes).orElse(List.of());
  }

  @Override
  public void setNodeInfo(NodeInfo mine, Completable<Void> promise) {
    info = Optional.of(mine);
    dispatcher().dispatch(member -> member.announce(mine)).onComplete(promise);
  }

  @Override
  @SuppressWarnings("NullAway") // null before the bus has started, as the SPI demands
  public NodeInfo getNodeInfo() {
    return info.orElse(null);
  }

  @Override
  public void getNodeInfo(String nodeId, Completable<NodeInfo> promise) {
    dispatcher().dispatch(member -> member.info(nodeId)).onComplete(promise);
  }

  @Override
  public void addRegistration(
      String address, RegistrationInfo registration, Completable<Void> promise) {
    dispatcher().dispatch(member -> member.register(address, registration)).onComplete(promise);
  }

  @Override
  public void removeRegistration(
      String address, RegistrationInfo registration, Completable<Void> promise) {
    dispatcher().dispatch(member -> member.unregister(address, registration)).onComplete(promise);
  }

  @Override
  public void getRegistrations(String address, Completable<List<RegistrationInfo>> promise) {
    dispatcher().dispatch(member -> member.registrations(address)).onComplete(promise);
  }

  @Override
  public <K, V> void getAsyncMap(String name, Completable<AsyncMap<K, V>> promise) {
    promise.succeed(new SharedMap<>(dispatcher(), codec, name));
  }

  /** Blocking map, for the high availability of Vert.x ({@code setHAEnabled}). */
  @Override
  public <K, V> Map<K, V> getSyncMap(String name) {
    return new BlockingMap<>(new SharedMap<>(dispatcher(), codec, name));
  }

  /** Acquires a {@link FencedLock}. */
  @Override
  public void getLockWithTimeout(String name, long timeout, Completable<Lock> promise) {
    Duration most = Duration.ofMillis(timeout);
    dispatcher().dispatch(member -> member.locks().acquire(name, most)).onComplete(promise);
  }

  @Override
  public void getCounter(String name, Completable<Counter> promise) {
    promise.succeed(new SharedCounter(dispatcher(), name));
  }

  private ContextDispatcher dispatcher() {
    return new ContextDispatcher(vertx(), () -> node);
  }

  private Vertx vertx() {
    return clustered.orElseThrow(() -> new IllegalStateException("Not used by a Vert.x yet"));
  }

  /** No-op listener, used until high availability sets its own. */
  private static final class NoListener implements NodeListener {
    @Override
    public void nodeAdded(String nodeId) {
      // ignored
    }

    @Override
    public void nodeLeft(String nodeId) {
      // ignored
    }
  }
}
