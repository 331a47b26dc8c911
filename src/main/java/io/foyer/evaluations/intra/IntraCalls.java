package io.foyer.evaluations.intra;

import io.foyer.evaluations.intra.IntraFailure.Refused;
import io.foyer.evaluations.intra.IntraFailure.Unavailable;
import io.foyer.evaluations.intra.IntraWire.Request;
import io.foyer.platform.http.OutboundHttp.Answer;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.Map;

/** Authorized GET requests: a rejected access token is renewed once per call. */
final class IntraCalls {
  private final IntraWire wire;
  private final IntraToken token;

  IntraCalls(IntraWire wire, IntraToken token) {
    this.wire = wire;
    this.token = token;
  }

  /**
   * Reads a resource.
   *
   * @return an answer other than 401, 429 and 5xx; fails only with {@link Unavailable}
   */
  Future<Answer> get(String path, Deadline deadline) {
    return token
        .current(deadline)
        .compose(
            first ->
                get(path, first, deadline)
                    .compose(
                        answer ->
                            answer.status() == 401
                                ? again(path, first, deadline)
                                : Future.succeededFuture(answer)));
  }

  private Future<Answer> again(String path, Token refused, Deadline deadline) {
    token.invalidate(refused);
    return token
        .current(deadline)
        .compose(fresh -> get(path, fresh, deadline))
        .compose(
            answer ->
                answer.status() == 401
                    ? Future.failedFuture(new Unavailable("the intranet refuses its own token"))
                    : Future.succeededFuture(answer));
  }

  private Future<Answer> get(String path, Token token, Deadline deadline) {
    Map<String, String> headers = Map.of("Authorization", token.authorization());
    return wire.send(new Request(HttpMethod.GET, path, headers, Buffer.buffer()), deadline);
  }

  /**
   * The body of an answer that must be a success.
   *
   * @throws IntraFailure if it is none
   */
  static Buffer body(Answer answer) {
    if (answer.ok()) {
      return answer.body();
    }
    if (answer.status() / 100 == 4 && answer.status() != 408) {
      throw new Refused(answer.status());
    }
    throw new Unavailable("the intranet answered with status " + answer.status());
  }
}
