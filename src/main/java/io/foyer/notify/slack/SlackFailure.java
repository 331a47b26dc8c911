package io.foyer.notify.slack;

import java.time.Duration;
import java.util.Set;

/** Failure of a Slack API call. Has no stack trace, because it is an expected result. */
abstract sealed class SlackFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private SlackFailure(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }

  /** The call had no effect: not sent, or Slack says so. A retry may succeed. */
  static final class NoEffect extends SlackFailure {
    private static final long serialVersionUID = 1L;

    NoEffect(String reason) {
      super(reason);
    }
  }

  /** Response lost or unclear: the call may have had its effect. */
  static final class Unclear extends SlackFailure {
    private static final long serialVersionUID = 1L;

    Unclear(String reason) {
      super(reason);
    }
  }

  /** Rate limited; the whole workspace must pause. */
  static final class Limited extends SlackFailure {
    private static final long serialVersionUID = 1L;

    private final transient Duration pause;

    Limited(Duration pause) {
      super("Slack asks for a pause");
      this.pause = pause;
    }

    Duration pause() {
      return pause;
    }
  }

  /** Slack rejected the call with an error code; it had no effect. */
  static final class Declined extends SlackFailure {
    private static final long serialVersionUID = 1L;

    // Every call fails like this until an operator repairs the app or its token.
    private static final Set<String> OPERATOR =
        Set.of(
            "access_denied",
            "account_inactive",
            "ekm_access_denied",
            "invalid_auth",
            "missing_scope",
            "no_permission",
            "not_allowed_token_type",
            "not_authed",
            "org_login_required",
            "team_access_not_granted",
            "token_expired",
            "token_revoked",
            "two_factor_setup_required");
    // This message or this person will never do.
    private static final Set<String> FINAL =
        Set.of(
            "cannot_dm_bot",
            "is_archived",
            "messages_tab_disabled",
            "metadata_too_large",
            "msg_too_long",
            "no_text",
            "restricted_action",
            "user_disabled",
            "user_not_found",
            "user_not_visible",
            "users_not_found");

    private final String error;

    Declined(String error) {
      super("Slack declined: " + error);
      this.error = error;
    }

    String error() {
      return error;
    }

    boolean needsOperator() {
      return OPERATOR.contains(error);
    }

    boolean isFinal() {
      return FINAL.contains(error);
    }
  }
}
