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
 * A cluster manager for Vert.x 5 on Redis. Given to {@code
 * Vertx.builder().withClusterManager(manager).with(options).buildClustered()}, with event bus
 * options from {@link ClusterSettings#busOptions()}. One instance serves one Vert.x.
 *
 * <p>Redis away: messages to known addresses go on, registrations succeed when it is back or fail
 * after one time to live and are published all the same; maps, locks and counters fail at once.
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

  /** Not yet a member: Vert.x makes it join. */
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
    errand().dispatch(ClusterMember::join).onComplete(promise);
  }

  /**
   * To be called before {@link Vertx#close()}: completes when no other node sends here any more, at
   * most after two beats and what an answer of Redis may take. What listens here goes on and can
   * answer what had come; so a leave costs nobody a request. Vert.x itself leaves the cluster only
   * after its consumers are gone.
   */
  public Future<Void> withdraw() {
    return isActive() ? errand().dispatch(ClusterMember::withdraw) : Future.succeededFuture();
  }

  /** For gauges and readiness; empty before the join and after the leave. */
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
    errand().dispatch(member -> member.announce(mine)).onComplete(promise);
  }

  @Override
  @SuppressWarnings("NullAway") // null before the bus has started, as the SPI has it
  public NodeInfo getNodeInfo() {
    return info.orElse(null);
  }

  @Override
  public void getNodeInfo(String nodeId, Completable<NodeInfo> promise) {
    errand().dispatch(member -> member.info(nodeId)).onComplete(promise);
  }

  @Override
  public void addRegistration(
      String address, RegistrationInfo registration, Completable<Void> promise) {
    errand().dispatch(member -> member.register(address, registration)).onComplete(promise);
  }

  @Override
  public void removeRegistration(
      String address, RegistrationInfo registration, Completable<Void> promise) {
    errand().dispatch(member -> member.unregister(address, registration)).onComplete(promise);
  }

  @Override
  public void getRegistrations(String address, Completable<List<RegistrationInfo>> promise) {
    errand().dispatch(member -> member.registrations(address)).onComplete(promise);
  }

  @Override
  public <K, V> void getAsyncMap(String name, Completable<AsyncMap<K, V>> promise) {
    promise.succeed(new SharedMap<>(errand(), codec, name));
  }

  /** A map whose calls block, for the high availability of Vert.x ({@code setHAEnabled}). */
  @Override
  public <K, V> Map<K, V> getSyncMap(String name) {
    return new BlockingMap<>(new SharedMap<>(errand(), codec, name));
  }

  /** The lock is a {@link FencedLock}. */
  @Override
  public void getLockWithTimeout(String name, long timeout, Completable<Lock> promise) {
    Duration most = Duration.ofMillis(timeout);
    errand().dispatch(member -> member.locks().acquire(name, most)).onComplete(promise);
  }

  @Override
  public void getCounter(String name, Completable<Counter> promise) {
    promise.succeed(new SharedCounter(errand(), name));
  }

  private ContextDispatcher errand() {
    return new ContextDispatcher(vertx(), () -> node);
  }

  private Vertx vertx() {
    return clustered.orElseThrow(() -> new IllegalStateException("Not given to a Vert.x yet"));
  }

  /** Until high availability sets its own. */
  private static final class NoListener implements NodeListener {
    @Override
    public void nodeAdded(String nodeId) {
      // nobody asks
    }

    @Override
    public void nodeLeft(String nodeId) {
      // nobody asks
    }
  }
}
