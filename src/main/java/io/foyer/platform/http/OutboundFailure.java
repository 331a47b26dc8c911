package io.foyer.platform.http;

/**
 * Failure of an outbound HTTP call. Its type decides whether a retry is safe.
 *
 * <p>After {@link NotSent} the remote side has received nothing; after {@link AnswerLost} it may or
 * may not have acted.
 */
public abstract sealed class OutboundFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private OutboundFailure(String message, Throwable cause) {
    super(message, cause, false, false);
  }

  /** No byte of the request was sent: connection refused, unknown host, connect timeout. */
  public static final class NotSent extends OutboundFailure {
    private static final long serialVersionUID = 1L;

    NotSent(String remote, Throwable cause) {
      super(remote + " could not be reached: " + cause.getMessage(), cause);
    }
  }

  /** The request was sent, at least in part, and no complete response arrived in time. */
  public static final class AnswerLost extends OutboundFailure {
    private static final long serialVersionUID = 1L;

    AnswerLost(String remote, Throwable cause) {
      super(remote + " gave no whole answer: " + cause.getMessage(), cause);
    }
  }
}
