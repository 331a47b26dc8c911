package io.foyer.platform.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the others say: a subscription to the channel of all and to this node's own. Each beat
 * echoes on the latter, so that a subscription which Redis has forgotten is found out.
 */
final class Feed {
  private static final Logger log = LoggerFactory.getLogger(Feed.class);
  private static final int CHANNELS = 2;

  private final Line line;
  private final Duration ttl;
  private final String everybody;
  private final String mine;
  private final BiConsumer<Character, String> listener;
  private long heard = System.nanoTime();

  /**
   * Not yet open.
   *
   * @param listener takes the kind of a message and what follows it
   * @param up called at every subscription: anything may have been missed before it
   */
  Feed(
      Loop loop,
      ClusterSettings settings,
      String me,
      BiConsumer<Character, String> listener,
      Runnable up) {
    this.line = new Line(loop, settings, "events", this::subscribe, up);
    this.ttl = settings.ttl();
    this.everybody = settings.prefix() + "events";
    this.mine = settings.prefix() + "to:" + me;
    this.listener = listener;
  }

  Future<Void> open() {
    return line.open();
  }

  Future<Void> close() {
    return line.close();
  }

  /** A beat was answered: its echo or an earlier one should have come. */
  void check() {
    if (line.isUp() && System.nanoTime() - heard > ttl.toNanos()) {
      heard = System.nanoTime();
      line.reset("no echo of the own beat");
    }
  }

  private Future<?> subscribe(RedisConnection connection) {
    heard = System.nanoTime();
    Promise<Void> subscribed = Promise.promise();
    connection.handler(message -> take(message, subscribed));
    return connection
        .send(Request.cmd(Command.SUBSCRIBE).arg(everybody).arg(mine))
        .compose(sent -> subscribed.future());
  }

  private void take(Response message, Promise<Void> subscribed) {
    String kind = message.get(0).toString();
    if (kind.equals("subscribe") && message.get(2).toInteger() == CHANNELS) {
      subscribed.tryComplete();
    } else if (kind.equals("message")) {
      hear(message.get(2).toString());
    }
  }

  private void hear(String text) {
    heard = System.nanoTime();
    if (text.equals("B")) {
      return;
    }
    if (text.length() > 2 && text.charAt(1) == ' ') {
      listener.accept(text.charAt(0), text.substring(2));
    } else {
      log.atWarn().log("A message of an unknown kind");
    }
  }
}
