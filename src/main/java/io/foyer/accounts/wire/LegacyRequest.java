package io.foyer.accounts.wire;

import io.foyer.platform.web.AuthenticatedRequest;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Client;
import io.foyer.platform.web.ErrorRenderer;
import io.foyer.platform.web.FailureRenderer;
import io.foyer.platform.web.PreparedResponse;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A request of a legacy API, with its whole body. */
public final class LegacyRequest {
  private final RoutingContext context;
  private final AuthenticatedRequest authenticated;

  private LegacyRequest(RoutingContext context) {
    this.context = context;
    this.authenticated = AuthenticatedRequest.of(context);
  }

  /**
   * Serves a request by {@code use}; whatever fails is said in the dialect. No cache keeps what
   * only its asker may know.
   */
  static void serve(
      RoutingContext context,
      ErrorRenderer renderer,
      Function<LegacyRequest, Future<PreparedResponse>> use) {
    Future.succeededFuture(context)
        .map(LegacyRequest::new)
        .compose(use)
        .onSuccess(prepared -> prepared.with("Cache-Control", "no-store").send(context.response()))
        .onFailure(
            cause ->
                FailureRenderer.answer(context.request(), cause, renderer)
                    .send(context.response()));
  }

  /** Its bytes; none where there is no body. */
  public Buffer body() {
    Buffer body = context.body().buffer();
    return body == null ? Buffer.buffer() : body;
  }

  HttpServerRequest request() {
    return context.request();
  }

  Client client() {
    return authenticated.client();
  }

  /** The authenticated caller; fails if authentication was rejected. */
  Future<Caller> caller() {
    return authenticated.caller();
  }

  /** The authenticated caller, if any, of a public operation. */
  Optional<Caller> reader() {
    return authenticated.caller().succeeded()
        ? Optional.of(authenticated.caller().result())
        : Optional.empty();
  }

  /** All values of a query parameter. */
  List<String> query(String name) {
    return context.queryParams().getAll(name);
  }

  /** A part of the path, decoded. */
  public String path(String name) {
    return Optional.ofNullable(context.pathParam(name)).orElse("");
  }

  /** The header, as it was sent. */
  Optional<String> authorization() {
    return Optional.ofNullable(context.request().getHeader("Authorization"));
  }
}
