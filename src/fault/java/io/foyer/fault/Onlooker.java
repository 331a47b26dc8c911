package io.foyer.fault;

import io.foyer.chat.wire.plain.Chatter;
import io.foyer.testing.People.Somebody;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Somebody at one node who watches somebody at another; neither comes back when hung up on. */
final class Onlooker implements AutoCloseable {
  private final Somebody watched;
  private final Chatter watcher;
  private final Chatter socket;

  /** Both are new, and in the first room of the stage. */
  Onlooker(ChatStage chat, FoyerProcess there, FoyerProcess here) {
    this.watched = chat.newcomer();
    this.watcher = chat.enter(here, chat.newcomer());
    watcher.say(
        new JsonObject().put("type", "people").put("room", chat.firstRoom()).put("ref", "p"));
    watcher.answer("p");
    this.socket = chat.enter(there, watched);
  }

  /** Waits until the watcher was told that the other is {@code online} or {@code offline}. */
  void await(String state) {
    Awaitility.await("somebody who is " + state)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> told().equals(state));
  }

  private String told() {
    return watcher.heard("presence").stream()
        .filter(it -> watched.id().equals(it.getString("account")))
        .map(it -> it.getString("state"))
        .reduce("", (before, last) -> last);
  }

  @Override
  public void close() {
    watcher.close();
    socket.close();
  }
}
