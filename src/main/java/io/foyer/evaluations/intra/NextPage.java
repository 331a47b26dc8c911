package io.foyer.evaluations.intra;

import io.vertx.core.MultiMap;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the next page of a list in the response headers: {@code Link} with {@code rel="next"} (RFC
 * 8288), else {@code X-Total}, {@code X-Per-Page} and {@code X-Page}.
 *
 * <p>Only the query of a link is used: the token must go to the configured address only, and behind
 * a proxy the intranet does not know its public path.
 */
final class NextPage {
  private static final Pattern NEXT =
      Pattern.compile("<[^>?]*\\?([!-~&&[^>#]]+)[^>]*>[^,<]*;\\s*rel=\"?next\\b");

  private NextPage() {}

  /** The query of the next page; empty if this was the last. */
  static Optional<String> query(MultiMap headers) {
    return headers.contains("Link")
        ? link(String.join(",", headers.getAll("Link")))
        : counted(headers);
  }

  private static Optional<String> link(String value) {
    Matcher next = NEXT.matcher(value);
    return next.find() ? Optional.of(next.group(1)) : Optional.empty();
  }

  private static Optional<String> counted(MultiMap headers) {
    long total = count(headers, "X-Total");
    long size = count(headers, "X-Per-Page");
    long page = Math.max(1, count(headers, "X-Page"));
    return size > 0 && page * size < total
        ? Optional.of("page%5Bnumber%5D=" + (page + 1))
        : Optional.empty();
  }

  private static long count(MultiMap headers, String name) {
    String value = headers.get(name);
    return value != null && value.matches("\\d{1,9}") ? Long.parseLong(value) : 0;
  }
}
