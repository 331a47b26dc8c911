package io.foyer.evaluations.intra;

import java.time.Duration;
import java.util.Optional;

/** Failure of an intranet call: {@link Unavailable} may be retried, {@link Refused} not. */
public abstract sealed class IntraFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private IntraFailure(String message) {
    super(message, null, false, false);
  }

  /** Temporary: unreachable, overloaded, timed out, or a malformed response. */
  public static final class Unavailable extends IntraFailure {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Duration> retryAfter;

    Unavailable(String reason, Optional<Duration> retryAfter) {
      super(reason);
      this.retryAfter = retryAfter;
    }

    Unavailable(String reason) {
      this(reason, Optional.empty());
    }

    /** Remaining {@code Retry-After} delay; empty if the intranet gave none. */
    public Optional<Duration> retryAfter() {
      return retryAfter;
    }
  }

  /** Permanent: the intranet rejects the request, and a retry fails again. */
  public static final class Refused extends IntraFailure {
    private static final long serialVersionUID = 1L;

    private final int status;

    Refused(int status) {
      super("the intranet refused with status " + status);
      this.status = status;
    }

    /** The HTTP status, 4xx. */
    public int status() {
      return status;
    }
  }
}
