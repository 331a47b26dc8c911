package io.foyer.platform.http;

/**
 * Why a call brought no answer. The difference decides whether it may be repeated blindly.
 *
 * <p>A caller that gets {@link NotSent} knows that the remote side saw nothing; after {@link
 * AnswerLost} it may or may not have acted.
 */
public abstract sealed class OutboundFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private OutboundFailure(String message, Throwable cause) {
    super(message, cause, false, false);
  }

  /** No byte of the request left: connection refused, name unknown, no connection in time. */
  public static final class NotSent extends OutboundFailure {
    private static final long serialVersionUID = 1L;

    NotSent(String remote, Throwable cause) {
      super(remote + " could not be reached: " + cause.getMessage(), cause);
    }
  }

  /** The request went out, at least in part, and no whole answer came back in time. */
  public static final class AnswerLost extends OutboundFailure {
    private static final long serialVersionUID = 1L;

    AnswerLost(String remote, Throwable cause) {
      super(remote + " gave no whole answer: " + cause.getMessage(), cause);
    }
  }
}
