package io.foyer.chat.wire;

import io.foyer.accounts.wire.ChatErrorRenderer;
import io.foyer.platform.Problem;
import io.foyer.platform.web.ErrorRenderer;
import io.foyer.platform.web.PreparedResponse;
import java.util.List;

/**
 * Errors as the chat server said them: those of its accounts server, but for a missing role, which
 * is 403 here and 401 there.
 */
final class RoomDialect implements ErrorRenderer {
  private static final int ROLE_MISSING = 1002;
  private static final int UNCLASSIFIED = 500;

  private final ChatErrorRenderer codes = new ChatErrorRenderer();

  @Override
  public PreparedResponse problem(Problem problem) {
    return switch (problem) {
      case Problem.Forbidden it -> ChatErrorRenderer.error(403, ROLE_MISSING);
      case Problem.Invalid it -> codes.problem(inNames(it));
      case Problem.Denied it -> codes.problem(it);
      case Problem.NotFound it -> codes.problem(it);
      case Problem.Conflict it -> codes.problem(it);
      case Problem.TooLarge it -> codes.problem(it);
      case Problem.TooMany it -> codes.problem(it);
      case Problem.Unavailable it -> codes.problem(it);
    };
  }

  /** This wire calls the text of a message a message. */
  private static Problem inNames(Problem.Invalid invalid) {
    List<Problem.Field> fields =
        invalid.fields().stream()
            .map(it -> it.path().equals("text") ? new Problem.Field("message", it.reason()) : it)
            .toList();
    return new Problem.Invalid(invalid.detail(), fields);
  }

  @Override
  public PreparedResponse refusal(int status) {
    return codes.refusal(status);
  }

  @Override
  public PreparedResponse fault(String id) {
    return codes.fault(id);
  }

  /** Neither text nor image: the old system's storage refused that, without a name for it. */
  PreparedResponse empty() {
    return ChatErrorRenderer.error(400, UNCLASSIFIED);
  }
}
