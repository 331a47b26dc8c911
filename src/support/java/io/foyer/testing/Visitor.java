package io.foyer.testing;

import io.foyer.ProgramFixture;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Somebody who talks to a node over HTTP: the intranet's webhooks and people with a token. */
public final class Visitor {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String base;

  /** A visitor of the node on {@code port}. */
  public Visitor(int port) {
    this.base = "http://127.0.0.1:" + port;
  }

  /** Delivers an event with its right secret and no delivery id. */
  public HttpResponse<String> deliver(String event, JsonObject payload) {
    return deliver(headers(event), payload.encode());
  }

  /** The same under a delivery id. */
  public HttpResponse<String> deliver(String event, String delivery, JsonObject payload) {
    return send(webhook(headers(event), payload.encode()).header("X-Delivery", delivery).build());
  }

  /** Delivers anything. */
  public HttpResponse<String> deliver(Map<String, String> headers, String body) {
    return send(webhook(headers, body).build());
  }

  /** Delivers bytes that need not be text. */
  public HttpResponse<String> deliver(Map<String, String> headers, byte[] body) {
    return send(webhook(headers, "").POST(BodyPublishers.ofByteArray(body)).build());
  }

  /** Delivers without waiting for the answer. */
  public CompletableFuture<HttpResponse<String>> delivering(
      String event, String delivery, JsonObject payload) {
    return CLIENT.sendAsync(
        webhook(headers(event), payload.encode()).header("X-Delivery", delivery).build(),
        BodyHandlers.ofString());
  }

  /** The headers of a scale-team event with its right secret. */
  public static Map<String, String> headers(String event) {
    return Map.of(
        "X-Model", "scale_team", "X-Event", event, "X-Secret", ProgramFixture.secret(event));
  }

  private HttpRequest.Builder webhook(Map<String, String> headers, String body) {
    HttpRequest.Builder request = request("/webhooks").POST(BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return request;
  }

  /** Asks the API as an administrator. */
  public HttpResponse<String> get(String path) {
    return send(admin(path).GET().build());
  }

  /** Posts nothing to the API as an administrator. */
  public HttpResponse<String> post(String path) {
    return send(admin(path).POST(BodyPublishers.noBody()).build());
  }

  private HttpRequest.Builder admin(String path) {
    return request(path).header("Authorization", "Bearer " + ProgramFixture.secret("ADMIN_TOKEN"));
  }

  /** Any request to {@code path}, to be completed. */
  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(base + path)).timeout(Duration.ofSeconds(60));
  }

  /** Sends a request. */
  public HttpResponse<String> send(HttpRequest request) {
    try {
      return CLIENT.send(request, BodyHandlers.ofString());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
