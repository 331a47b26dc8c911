package io.foyer.notify.slack;

import io.foyer.platform.http.OutboundFailure;
import io.foyer.platform.http.OutboundHttp;
import io.foyer.platform.http.OutboundHttp.Answer;
import io.foyer.platform.http.OutboundHttp.Call;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Client of Slack's Web API (docs.slack.dev/apis/web-api). Succeeds with the body of an {@code ok}
 * response; otherwise fails with a {@link SlackFailure} that says whether the call can have had an
 * effect.
 */
final class SlackApi {
  private static final Duration DEFAULT_PAUSE = Duration.ofSeconds(1);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final Set<String> LIMITED = Set.of("ratelimited", "rate_limited");
  // Slack's own words: some aspect of the operation may have succeeded before the error.
  private static final Set<String> UNCLEAR = Set.of("fatal_error", "internal_error");

  private static final Pattern ERROR_NAME = Pattern.compile("[a-z0-9_]{1,60}");

  private final OutboundHttp http;
  private final SlackConfig config;
  private final InstantSource clock;

  SlackApi(Vertx vertx, SlackConfig config, int connections, InstantSource clock) {
    this.http = new OutboundHttp(vertx, config.url(), connections);
    this.config = config;
    this.clock = clock;
  }

  /** Reads: parameters in the query. */
  Future<JsonObject> get(String method, Map<String, String> parameters) {
    String query =
        parameters.entrySet().stream()
            .map(p -> p.getKey() + "=" + URLEncoder.encode(p.getValue(), StandardCharsets.UTF_8))
            .collect(Collectors.joining("&"));
    return call(HttpMethod.GET, method + "?" + query, Map.of(), Buffer.buffer());
  }

  /** Writes: parameters in a JSON body. */
  Future<JsonObject> post(String method, JsonObject parameters) {
    return call(
        HttpMethod.POST,
        method,
        Map.of("Content-Type", "application/json; charset=utf-8"),
        parameters.toBuffer());
  }

  private Future<JsonObject> call(
      HttpMethod verb, String path, Map<String, String> headers, Buffer body) {
    Map<String, String> all =
        new HashMap<>(Map.of("Authorization", "Bearer " + config.token().reveal()));
    all.putAll(headers);
    return http.send(new Call(verb, path, all, body, config.callTimeout()))
        .recover(SlackApi::unanswered)
        .compose(this::read);
  }

  private static Future<Answer> unanswered(Throwable cause) {
    if (!(cause instanceof OutboundFailure failure)) {
      return Future.failedFuture(cause);
    }
    String reason = String.valueOf(failure.getMessage());
    return Future.failedFuture(
        switch (failure) {
          case OutboundFailure.NotSent f -> new SlackFailure.NoEffect(reason);
          case OutboundFailure.AnswerLost f -> new SlackFailure.Unclear(reason);
        });
  }

  private Future<JsonObject> read(Answer answer) {
    if (answer.status() == TOO_MANY_REQUESTS) {
      return Future.failedFuture(limited(answer));
    }
    String status = "Slack answered " + answer.status();
    if (!answer.ok()) {
      return Future.failedFuture(
          answer.status() / 100 == 5
              ? new SlackFailure.Unclear(status)
              : new SlackFailure.NoEffect(status));
    }
    try {
      return interpret(answer, answer.body().toJsonObject());
    } catch (DecodeException | ClassCastException e) {
      return Future.failedFuture(new SlackFailure.Unclear(status + " without readable JSON"));
    }
  }

  private Future<JsonObject> interpret(Answer answer, JsonObject body) {
    if (Boolean.TRUE.equals(body.getBoolean("ok"))) {
      return Future.succeededFuture(body);
    }
    String error = body.getString("error", "");
    if (LIMITED.contains(error)) {
      return Future.failedFuture(limited(answer));
    }
    // What is no name of Slack's must not travel into rows and logs.
    if (!ERROR_NAME.matcher(error).matches()) {
      return Future.failedFuture(new SlackFailure.Unclear("Slack failed and named no error"));
    }
    if (UNCLEAR.contains(error)) {
      return Future.failedFuture(new SlackFailure.Unclear("Slack failed: " + error));
    }
    return Future.failedFuture(new SlackFailure.Declined(error));
  }

  private SlackFailure limited(Answer answer) {
    return new SlackFailure.Limited(RetryAfter.of(answer.headers(), clock).orElse(DEFAULT_PAUSE));
  }

  Future<Void> close() {
    return http.close();
  }
}
