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

/** One membership of the cluster, from join to leave. All of it but the lists runs on its loop. */
final class Node {
  private static final Logger log = LoggerFactory.getLogger(Node.class);

  private final Loop loop = new Loop();
  private final ClusterSettings settings;
  private final String id;
  private final RegistrationListener registrations;
  private final Supplier<NodeListener> listener;
  private final Living living;
  private final Desk desk;
  private final Feed feed;
  private final Beater beater;
  private final Own own;
  private final Routes routes;
  private final Reach reach;
  private final Roll roll;
  private final Locks locks;
  private final Set<String> withdrawn = new TreeSet<>();
  private volatile boolean active;
  private long sent;
  private boolean settled = true;
  private boolean joined;

  Node(
      ClusterSettings settings,
      String id,
      Vertx clustered,
      RegistrationListener registrations,
      Supplier<NodeListener> listener) {
    this.settings = settings;
    this.id = id;
    this.registrations = registrations;
    this.listener = listener;
    living = new Living(id);
    desk = new Desk(loop, settings, id, this::connected);
    feed = new Feed(loop, settings, id, this::hear, this::subscribed);
    beater = new Beater(loop, settings, desk, this::sending, this::counted);
    routes =
        new Routes(
            loop, desk, id, registrations, this::usable, living::missing, this::ownRegistrations);
    own = new Own(desk, settings, routes::ownChanged);
    reach = new Reach(loop, settings, clustered, living, id, this::judged);
    roll = new Roll(loop);
    locks = new Locks(loop, desk, id);
  }

  String id() {
    return id;
  }

  Loop loop() {
    return loop;
  }

  Desk desk() {
    return desk;
  }

  Locks locks() {
    return locks;
  }

  boolean active() {
    return active;
  }

  List<String> nodes() {
    return living.ids();
  }

  ClusterView view() {
    return new ClusterView(living.ids(), reach.leftOut(), beater.answers());
  }

  /** Up when every living node lists this one, or without Redis where that is allowed. */
  Future<Void> join() {
    return bounded(
        Future.all(desk.open(), feed.open())
            .compose(open -> joined ? Future.succeededFuture() : enter()));
  }

  private Future<Void> bounded(Future<Void> step) {
    return step.timeout(settings.join().toMillis(), TimeUnit.MILLISECONDS)
        .recover(failure -> settings.alone() ? alone(failure) : Future.failedFuture(failure));
  }

  /**
   * From here on all is as after a loss of Redis: what was said here is published when it comes.
   */
  private Future<Void> alone(Throwable failure) {
    log.atWarn()
        .addKeyValue("reason", failure.getMessage())
        .log("No Redis: this node is alone and joins its cluster later");
    begin();
    return Future.succeededFuture();
  }

  private Future<Void> enter() {
    roll.begin();
    return own.announce("")
        .compose(known -> beater.now())
        .compose(counted -> roll.await(living.others(), settings.beat()))
        .onSuccess(
            seen -> {
              begin();
              log.atInfo().addKeyValue("node", id).log("Joined the cluster");
            });
  }

  private void begin() {
    active = true;
    if (!joined) {
      joined = true;
      beater.start();
    }
  }

  Future<Void> announce(NodeInfo info) {
    reach.start();
    return bounded(patient(own.announce(Living.encode(info))));
  }

  /** Who may be alone waits for no Redis that is away: what is said is published later. */
  private Future<Void> patient(Future<Void> told) {
    if (!settings.alone()) {
      return told;
    }
    Future<Void> borne =
        told.onFailure(failure -> log.atDebug().setCause(failure).log("Not published yet"))
            .otherwiseEmpty();
    return desk.isUp() ? borne : Future.succeededFuture();
  }

  /** Completes when no other living node sends here any more. */
  Future<Void> withdraw() {
    roll.begin();
    return own.withdraw().compose(taken -> roll.await(living.others(), settings.beat()));
  }

  /** Gives everything back; completes in any case. */
  Future<Void> leave() {
    boolean tell = active;
    active = false;
    beater.stop();
    reach.stop();
    locks.close();
    own.end();
    Future<?> told =
        tell ? desk.insist(Script.LEAVE, List.of(), settings.beat()) : Future.succeededFuture();
    Promise<Void> done = Promise.promise(); // of no context: this one ends here
    told.onFailure(failure -> log.atWarn().setCause(failure).log("Left without telling Redis"))
        .transform(any -> feed.close())
        .transform(any -> desk.close())
        .onComplete(any -> loop.close().onComplete(closed -> done.complete()));
    return done.future();
  }

  Future<NodeInfo> info(String node) {
    reach.suspect(node);
    return living.info(node).map(Future::succeededFuture).orElseGet(() -> ask(node));
  }

  private Future<NodeInfo> ask(String node) {
    return desk.command(Command.HGET, "info", node)
        .map(
            answer -> {
              if (answer == null || answer.toString().isEmpty()) {
                throw VertxException.noStackTrace("No such node in the cluster: " + node);
              }
              return Living.decode(answer.toString());
            });
  }

  Future<Void> register(String address, RegistrationInfo registration) {
    return isPing(address) ? Future.succeededFuture() : patient(own.add(address, registration));
  }

  Future<Void> unregister(String address, RegistrationInfo registration) {
    return isPing(address) ? Future.succeededFuture() : own.remove(address, registration);
  }

  Future<List<RegistrationInfo>> registrations(String address) {
    return isPing(address) ? Future.succeededFuture(pinged(address)) : routes.find(address);
  }

  private static boolean isPing(String address) {
    return address.startsWith(Reach.ADDRESS);
  }

  /** Who is pinged is found without Redis, and also when it is left out. */
  private List<RegistrationInfo> pinged(String address) {
    String node = address.substring(Reach.ADDRESS.length());
    return living.contains(node) ? List.of(new RegistrationInfo(node, 0, false)) : List.of();
  }

  private List<RegistrationInfo> ownRegistrations(String address) {
    return own.of(address);
  }

  private boolean usable(String node) {
    return !living.left(node) && !reach.silent(node) && !withdrawn.contains(node);
  }

  private void judged(String node) {
    routes.judged(Set.of(node));
  }

  private void connected() {
    if (joined) {
      own.doubt();
      own.mend();
      recount();
    }
  }

  private void subscribed() {
    if (joined) {
      beater.now().onComplete(any -> routes.doubt());
    }
  }

  private void sending() {
    own.forget();
    sent = own.generation();
  }

  private void counted(Census census) {
    apply(living.hear(census));
    feed.check();
    if (joined) {
      own.compare(sent, census.generation());
    }
    locks.check();
    routes.check();
    if (census.settled() && !settled) {
      routes.doubt(); // what was kept for nodes that never came back
    }
    settled = census.settled();
  }

  private void hear(char kind, String text) {
    switch (kind) {
      case 'A' -> routes.changed(text);
      case 'J' -> greet(text);
      case 'L' -> {
        apply(living.leave(text));
        roll.answered(text);
      }
      case 'E' -> recount();
      case 'W' -> standBack(text);
      case 'S' -> roll.answered(text);
      case 'G' -> locks.granted(text);
      default -> log.atWarn().log("A message of an unknown kind");
    }
  }

  private void greet(String node) {
    if (!node.equals(id)) {
      beater
          .now()
          .onSuccess(counted -> say(node))
          .onFailure(failure -> log.atDebug().setCause(failure).log("Redis went away"));
    }
  }

  private void standBack(String node) {
    if (!node.equals(id)) {
      withdrawn.add(node);
      routes.gone(Set.of(node));
      say(node);
    }
  }

  private void say(String node) {
    desk.command(Command.PUBLISH, "to:" + node, "S " + id)
        .onFailure(failure -> log.atDebug().setCause(failure).log("Redis went away"));
  }

  private void recount() {
    beater
        .now()
        .onFailure(failure -> log.atDebug().setCause(failure).log("A beat was not answered"));
  }

  private void apply(Living.Difference difference) {
    withdrawn.removeAll(difference.went());
    reach.gone(difference.went());
    routes.gone(difference.went());
    difference.went().stream()
        .map(node -> new RegistrationUpdateEvent(Reach.ADDRESS + node, List.of()))
        .forEach(registrations::registrationsUpdated); // so that the selector forgets it too
    // Aside, because the high availability of Vert.x asks a blocking map from its listener.
    difference.came().forEach(node -> loop.aside(() -> listener.get().nodeAdded(node)));
    difference.went().forEach(node -> loop.aside(() -> listener.get().nodeLeft(node)));
  }
}
