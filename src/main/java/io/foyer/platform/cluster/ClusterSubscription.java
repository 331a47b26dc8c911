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
 * Pub/sub subscription to cluster messages: the common channel and this node's own. Redis echoes
 * each heartbeat on the latter, which detects a subscription that Redis has lost.
 */
final class ClusterSubscription {
  private static final Logger log = LoggerFactory.getLogger(ClusterSubscription.class);
  private static final int CHANNELS = 2;

  private final ReconnectingConnection connection;
  private final Duration ttl;
  private final String commonChannel;
  private final String ownChannel;
  private final BiConsumer<Character, String> listener;
  private long lastMessage = System.nanoTime();

  /**
   * Not open yet.
   *
   * @param listener receives the kind of a message and its payload
   * @param up called after every subscription: messages may have been missed before it
   */
  ClusterSubscription(
      MemberEventLoop loop,
      ClusterSettings settings,
      String me,
      BiConsumer<Character, String> listener,
      Runnable up) {
    this.connection = new ReconnectingConnection(loop, settings, "events", this::subscribe, up);
    this.ttl = settings.ttl();
    this.commonChannel = settings.prefix() + "events";
    this.ownChannel = settings.prefix() + "to:" + me;
    this.listener = listener;
  }

  Future<Void> open() {
    return connection.open();
  }

  Future<Void> close() {
    return connection.close();
  }

  /**
   * Reconnects if no message arrived within the time to live. Called after each answered heartbeat,
   * whose echo should have arrived.
   */
  void checkEcho() {
    if (connection.isUp() && System.nanoTime() - lastMessage > ttl.toNanos()) {
      lastMessage = System.nanoTime();
      connection.reset("no heartbeat echo");
    }
  }

  private Future<?> subscribe(RedisConnection connection) {
    lastMessage = System.nanoTime();
    Promise<Void> subscribed = Promise.promise();
    connection.handler(message -> onMessage(message, subscribed));
    return connection
        .send(Request.cmd(Command.SUBSCRIBE).arg(commonChannel).arg(ownChannel))
        .compose(sent -> subscribed.future());
  }

  private void onMessage(Response message, Promise<Void> subscribed) {
    String kind = message.get(0).toString();
    if (kind.equals("subscribe") && message.get(2).toInteger() == CHANNELS) {
      subscribed.tryComplete();
    } else if (kind.equals("message")) {
      onText(message.get(2).toString());
    }
  }

  private void onText(String text) {
    lastMessage = System.nanoTime();
    if (text.equals("B")) {
      return;
    }
    if (text.length() > 2 && text.charAt(1) == ' ') {
      listener.accept(text.charAt(0), text.substring(2));
    } else {
      log.atWarn().log("Unknown cluster message");
    }
  }
}
