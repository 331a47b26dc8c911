package io.foyer.platform.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.spi.cluster.NodeListener;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A node of a cluster in this process. */
final class TestClusterMember implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final RedisClusterManager cluster;
  private final Vertx vertx;
  private final List<String> lost = new CopyOnWriteArrayList<>();

  private TestClusterMember(RedisClusterManager cluster, Vertx vertx) {
    this.cluster = cluster;
    this.vertx = vertx;
  }

  static TestClusterMember join(ClusterSettings settings) {
    return join(settings, settings.busOptions());
  }

  static TestClusterMember join(ClusterSettings settings, EventBusOptions bus) {
    var cluster = new RedisClusterManager(settings);
    Vertx vertx =
        get(
            Vertx.builder()
                .with(new VertxOptions().setEventBusOptions(bus))
                .withClusterManager(cluster)
                .buildClustered());
    var member = new TestClusterMember(cluster, vertx);
    cluster.nodeListener(member.new Departures());
    return member;
  }

  Vertx vertx() {
    return vertx;
  }

  RedisClusterManager cluster() {
    return cluster;
  }

  String id() {
    return cluster.getNodeId();
  }

  List<String> nodes() {
    return cluster.getNodes();
  }

  /** Every node that this one ever saw leave. */
  List<String> lost() {
    return lost;
  }

  /** How many nodes it knows and sends to, itself among them. */
  int reachable() {
    ClusterView view = cluster.view().orElseThrow();
    return view.nodes().size() - view.unreachable().size();
  }

  /** Returns when all that its cluster manager had begun is done. */
  void settle() {
    Promise<List<RegistrationInfo>> answer = Promise.promise();
    cluster.getRegistrations(
        FailureDetector.ADDRESS + id(), answer); // after what is queued on its loop
    get(answer.future());
  }

  /** Answers requests there with its id. */
  void serve(String address) {
    get(vertx.eventBus().<String>consumer(address, request -> request.reply(id())).completion());
  }

  /** Completes with the id of who answered. */
  CompletableFuture<String> ask(String address, Duration patience) {
    return request(address, patience).toCompletionStage().toCompletableFuture();
  }

  /** The same as a future of Vert.x. */
  Future<String> request(String address, Duration patience) {
    var options = new DeliveryOptions().setSendTimeout(patience.toMillis());
    return vertx.eventBus().<String>request(address, "?", options).map(Message::body);
  }

  @Override
  public void close() {
    get(vertx.close());
  }

  static <T> T get(Future<T> future) {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private final class Departures implements NodeListener {
    @Override
    public void nodeAdded(String nodeId) {
      // only who leaves is counted
    }

    @Override
    public void nodeLeft(String nodeId) {
      lost.add(nodeId);
    }
  }
}
