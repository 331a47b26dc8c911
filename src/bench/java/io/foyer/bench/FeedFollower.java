package io.foyer.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Somebody who follows both feeds of {@link FeedWorkload} on {@code /ws} from their first number
 * on, and notes when each message came.
 */
final class FeedFollower implements WebSocket.Listener, AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final long[] heard;
  private final CompletableFuture<long[]> all = new CompletableFuture<>();
  private final StringBuilder frame = new StringBuilder();
  private final WebSocket socket;
  private long nextEvent = 1;
  private long nextExecution = 1;

  /** Connects with a token, and expects so many messages of both feeds together. */
  FeedFollower(int port, String token, int messages) {
    this.heard = new long[messages];
    this.socket =
        client
            .newWebSocketBuilder()
            .buildAsync(URI.create("ws://127.0.0.1:" + port + "/ws"), this)
            .orTimeout(10, TimeUnit.SECONDS)
            .join();
    say(new JsonObject().put("type", "hello").put("v", 1).put("token", token));
    follow(FeedWorkload.EVENTS);
    follow(FeedWorkload.EXECUTIONS);
  }

  private void follow(String feed) {
    say(new JsonObject().put("type", "follow").put("feed", feed).put("after", 0));
  }

  private void say(JsonObject what) {
    socket.sendText(what.encode(), true).orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Override
  public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
    frame.append(data);
    if (last) {
      take(new JsonObject(frame.toString()), System.nanoTime());
      frame.setLength(0);
    }
    webSocket.request(1);
    return CompletableFuture.completedStage("");
  }

  private void take(JsonObject said, long now) {
    switch (said.getString("type")) {
      case "messages" -> take(said.getString("feed"), said.getJsonArray("items"), now);
      case "error", "bye" -> fail(said.encode());
      default -> {} // welcome, following
    }
  }

  /** Message {@code i} of the load has this number in its feed, as the two take turns. */
  private void take(String feed, JsonArray items, long now) {
    boolean event = feed.equals(FeedWorkload.EVENTS);
    for (int i = 0; i < items.size(); i++) {
      long number = items.getJsonObject(i).getLong("number");
      long expected = event ? nextEvent++ : nextExecution++;
      if (number != expected) {
        fail(feed + " " + number + " came where " + expected + " was next");
        return;
      }
      heard[(int) (2 * (number - 1) + (event ? 0 : 1))] = now;
    }
    if (nextEvent + nextExecution - 2 == heard.length) {
      all.complete(heard);
    }
  }

  private void fail(String why) {
    all.completeExceptionally(new IllegalStateException(why));
  }

  @Override
  public void onError(WebSocket webSocket, Throwable error) {
    all.completeExceptionally(error);
  }

  @Override
  public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
    fail("closed with " + code + " " + reason);
    return CompletableFuture.completedStage("");
  }

  /** When each came, by {@link System#nanoTime}, once all are there. */
  long[] heard(long seconds) {
    return all.orTimeout(seconds, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    socket.abort();
    client.close();
  }
}
