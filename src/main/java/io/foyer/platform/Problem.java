package io.foyer.platform;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything that can be wrong with a request, in one vocabulary. Each edge renders it once:
 * problem JSON for Foyer's own API, the dialect of an old system on its paths, an exit code on the
 * command line.
 */
public sealed interface Problem {
  /** What happened, for the person who asked; names no internals. */
  String detail();

  /**
   * The request can never succeed as it is.
   *
   * @param fields what is wrong, at most {@link #MOST} of it: an answer must not grow with a
   *     hostile request
   * @param more number of further errors, at least: reading stops early
   */
  record Invalid(String detail, List<Field> fields, int more) implements Problem {
    /** Most fields that are named. */
    public static final int MOST = 20;

    /** Cuts the fields to {@link #MOST} and counts the others. */
    public Invalid {
      more += Math.max(0, fields.size() - MOST);
      fields = List.copyOf(fields.subList(0, Math.min(fields.size(), MOST)));
    }

    /** All errors, of which the first are named. */
    public Invalid(String detail, List<Field> fields) {
      this(detail, fields, 0);
    }
  }

  /** One field that is wrong: a JSON path such as {@code team.id}, and why; both cut if long. */
  record Field(String path, String reason) {
    private static final int LONGEST = 200;

    /** Cuts what the client chose the length of. */
    public Field {
      path = cut(path);
      reason = cut(reason);
    }

    private static String cut(String text) {
      return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
    }
  }

  /** The caller is not who it must be. */
  record Denied(String detail) implements Problem {}

  /** The caller is known and may not do this. */
  record Forbidden(String detail) implements Problem {}

  /** There is no such thing. */
  record NotFound(String detail) implements Problem {}

  /** It contradicts what is already there. */
  record Conflict(String detail) implements Problem {}

  /** The body is larger than {@code limit} bytes. */
  record TooLarge(String detail, long limit) implements Problem {}

  /**
   * Too many requests; try again after {@code retryAfter}.
   *
   * @param quota that is used up, where it can be told
   */
  record TooMany(String detail, Duration retryAfter, Optional<Quota> quota) implements Problem {
    /** Of a limit that is nobody's business. */
    public TooMany(String detail, Duration retryAfter) {
      this(detail, retryAfter, Optional.empty());
    }
  }

  /** So many at once, which is so again after {@code reset}. */
  record Quota(int limit, Duration reset) {}

  /** It cannot be done just now, and nothing was done; try again after {@code retryAfter}. */
  record Unavailable(String detail, Duration retryAfter) implements Problem {}

  /** This problem as an exception, to fail a future with. */
  default ProblemException asException() {
    return new ProblemException(this);
  }
}
