package io.foyer.platform.socket;

import io.foyer.platform.Problem;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** The decision about one new connection: it has a place, or it is refused. */
public sealed interface ConnectionAdmission {
  /** A counted connection. */
  final class Place implements ConnectionAdmission {
    private final AtomicBoolean left = new AtomicBoolean();
    private final Runnable release;

    Place(Runnable release) {
      this.release = release;
    }

    /** Gives the place back; repeating this changes nothing. Thread-safe. */
    public void leave() {
      if (!left.getAndSet(true)) {
        release.run();
      }
    }
  }

  /** Why a connection is refused, as an HTTP answer. */
  enum Rejection implements ConnectionAdmission {
    /** The node is full. Others leave all the time. */
    NODE_FULL(503, Duration.ofSeconds(5), "This node has too many connections."),
    /** The client address has its share. */
    ADDRESS_FULL(429, Duration.ofSeconds(30), "Your address has too many connections.");

    private final int status;
    private final Duration retryAfter;
    private final String reason;

    Rejection(int status, Duration retryAfter, String reason) {
      this.status = status;
      this.retryAfter = retryAfter;
      this.reason = reason;
    }

    /** The same for callers that answer with a {@link Problem}. */
    public Problem problem() {
      return switch (this) {
        case NODE_FULL -> new Problem.Unavailable(reason, retryAfter);
        case ADDRESS_FULL -> new Problem.TooMany(reason, retryAfter);
      };
    }

    /** HTTP status. */
    public int status() {
      return status;
    }

    /** When the client may try again. */
    public Duration retryAfter() {
      return retryAfter;
    }

    /** The reason, for the client. */
    public String reason() {
      return reason;
    }
  }
}
