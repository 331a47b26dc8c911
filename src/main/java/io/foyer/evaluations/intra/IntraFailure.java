package io.foyer.evaluations.intra;

import java.time.Duration;
import java.util.Optional;

/**
 * Why the intranet gave no usable answer. The difference decides what becomes of the work that
 * asked: {@link Unavailable} is worth another attempt, {@link Refused} is not.
 */
public abstract sealed class IntraFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private IntraFailure(String message) {
    super(message, null, false, false);
  }

  /** It cannot answer just now: away, overloaded, too slow, or its answer makes no sense. */
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

    /** How long the intranet asked to be left alone, as of now; empty if it did not say. */
    public Optional<Duration> retryAfter() {
      return retryAfter;
    }
  }

  /** It understood and said no; the same question gets the same answer. */
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
