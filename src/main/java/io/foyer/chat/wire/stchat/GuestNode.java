package io.foyer.chat.wire.stchat;

import io.foyer.chat.GuestLog;
import io.foyer.platform.Ids;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node as the keeper of guests: it beats, sees to it that whoever went is written down as
 * gone, and buries nodes that no longer beat. Belongs to one event loop.
 */
final class GuestNode {
  private static final Logger log = LoggerFactory.getLogger(GuestNode.class);

  /** After an outage of the database everybody gets the time to beat again. */
  private static final int BEATS_BEFORE_BURYING = 3;

  private final Ids ids;
  private final GuestLog guests;
  private final Runnable declaredDead;
  private final Set<String> present = new HashSet<>();
  private final Set<String> leaving = new HashSet<>();
  private String name;
  private int beats;

  /**
   * A node that is not known yet.
   *
   * @param declaredDead others think that it is dead, and have let its guests go
   */
  GuestNode(Ids ids, GuestLog guests, Runnable declaredDead) {
    this.ids = ids;
    this.guests = guests;
    this.declaredDead = declaredDead;
    this.name = ids.next();
  }

  String name() {
    return name;
  }

  Future<Void> arrive() {
    return guests.registerNode(name);
  }

  /** A guest came in. */
  void came(String session) {
    present.add(session);
  }

  /** A guest's connection is closed; tried again until it is written. */
  void leave(String session) {
    present.remove(session);
    leaving.add(session);
    guests
        .exit(List.of(session))
        .onSuccess(done -> leaving.remove(session))
        .onFailure(cause -> log.atDebug().setCause(cause).log("exit not written yet"));
  }

  /** To be called every few seconds. */
  void beat() {
    guests
        .heartbeat(name)
        .compose(alive -> alive ? look() : begunAnew())
        .onFailure(
            cause -> {
              beats = 0;
              log.atDebug().setCause(cause).log("guests not looked after");
            });
  }

  private Future<Void> begunAnew() {
    log.atWarn().log("this node was taken for dead: its guests have been let go");
    name = ids.next();
    leaving.clear();
    present.clear();
    declaredDead.run();
    return arrive();
  }

  private Future<Void> look() {
    beats++;
    List<String> late = List.copyOf(leaving);
    Future<Void> written =
        late.isEmpty()
            ? Future.succeededFuture()
            : guests.exit(late).onSuccess(done -> leaving.removeAll(late));
    return beats < BEATS_BEFORE_BURYING
        ? written
        : written.compose(done -> guests.expireDeadNodes());
  }

  /** All its guests go; whoever cannot be written down now is buried by another node. */
  Future<Void> end() {
    List<String> all = Stream.concat(present.stream(), leaving.stream()).toList();
    return guests.exit(all).eventually(() -> guests.leave(name));
  }
}
