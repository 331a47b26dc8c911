package io.foyer.platform.http;

import io.foyer.platform.http.OutboundFailure.AnswerLost;
import io.foyer.platform.http.OutboundFailure.NotSent;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * HTTP client for one remote service. Every call has a timeout, every response a size limit,
 * redirects are not followed, and a failure says whether the request can have been received ({@link
 * OutboundFailure}).
 */
public final class OutboundHttp {
  private static final int MAX_ANSWER_BYTES = 1 << 20;

  private final Vertx vertx;
  private final HttpClient client;
  private final URI base;

  /**
   * A client of one remote party.
   *
   * @param base http or https; its path is kept before every path asked for
   * @param connections how many calls may be under way at once; more wait for a free connection
   */
  public OutboundHttp(Vertx vertx, URI base, int connections) {
    this.vertx = vertx;
    this.base = base;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setConnectTimeout(5_000)
                .setKeepAliveTimeout(15)
                .setDecompressionSupported(true),
            new PoolOptions().setHttp1MaxSize(connections));
  }

  /**
   * A request.
   *
   * @param path appended to the base address, query included; empty for the base itself
   * @param body empty for none
   * @param deadline timeout of the whole call, connecting included
   */
  public record Call(
      HttpMethod method, String path, Map<String, String> headers, Buffer body, Duration deadline) {
    public Call {
      headers = Map.copyOf(headers);
    }
  }

  /** A response with any status. */
  public record Answer(int status, MultiMap headers, Buffer body) {
    /** Whether the status is 2xx. */
    public boolean ok() {
      return status / 100 == 2;
    }
  }

  /**
   * Sends a request and reads the whole answer.
   *
   * @return the answer whatever its status; fails only with an {@link OutboundFailure}
   */
  public Future<Answer> send(Call call) {
    long deadline = System.nanoTime() + call.deadline().toNanos();
    return client
        .request(options(call))
        .recover(cause -> Future.failedFuture(new NotSent(remote(), cause)))
        .compose(request -> exchange(request, call, deadline));
  }

  private Future<Answer> exchange(HttpClientRequest request, Call call, long deadline) {
    long leftMillis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
    if (leftMillis <= 0) {
      // Connecting took too long, or this process was stopped: others may have gone on without us.
      TimeoutException late = new TimeoutException("deadline passed before sending");
      request.reset(0x8, late);
      return Future.failedFuture(new NotSent(remote(), late));
    }
    long timer =
        vertx.setTimer(
            leftMillis, id -> request.reset(0x8, new TimeoutException("deadline passed")));
    return request
        .send(call.body())
        .compose(this::read)
        .recover(cause -> Future.failedFuture(new AnswerLost(remote(), cause)))
        .eventually(
            () -> {
              vertx.cancelTimer(timer);
              return Future.succeededFuture();
            });
  }

  private Future<Answer> read(HttpClientResponse response) {
    Buffer body = Buffer.buffer();
    response.handler(
        chunk -> {
          body.appendBuffer(chunk);
          if (body.length() > MAX_ANSWER_BYTES) {
            response.request().reset(0x8, new IllegalStateException("answer too large"));
          }
        });
    return response.end().map(end -> new Answer(response.statusCode(), response.headers(), body));
  }

  private RequestOptions options(Call call) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(call.method())
            .setHost(base.getHost())
            .setPort(port())
            .setSsl("https".equals(base.getScheme()))
            .setConnectTimeout(Math.max(1, call.deadline().toMillis())) // 0 would mean no limit
            .setURI(target(call.path()))
            .setFollowRedirects(false);
    call.headers().forEach(options::putHeader);
    return options;
  }

  private String target(String path) {
    String root =
        base.getRawPath() == null || base.getRawPath().isEmpty() ? "/" : base.getRawPath();
    if (path.isEmpty()) {
      return root;
    }
    String front = root.endsWith("/") ? root.substring(0, root.length() - 1) : root;
    return front + (path.startsWith("/") ? path : "/" + path);
  }

  private int port() {
    if (base.getPort() > 0) {
      return base.getPort();
    }
    return "https".equals(base.getScheme()) ? 443 : 80;
  }

  private String remote() {
    return base.getHost() + ":" + port();
  }

  /** Closes the connections; calls under way fail. */
  public Future<Void> close() {
    return client.close();
  }
}
