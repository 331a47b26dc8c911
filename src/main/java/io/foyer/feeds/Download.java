package io.foyer.feeds;

import io.foyer.platform.web.ChunkSource;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/** A span as lines, read page by page as the caller takes them. Holds no connection between. */
final class Download implements ChunkSource {
  private static final int PAGE = 500;

  private final FeedQueries queries;
  private final Lines lines;
  private Span rest;
  private long most;
  private boolean begun;

  /**
   * A download that has not begun.
   *
   * @param most how many messages
   */
  Download(FeedQueries queries, Lines lines, Span span, long most) {
    this.queries = queries;
    this.lines = lines;
    this.rest = span;
    this.most = most;
  }

  @Override
  public Future<Optional<Buffer>> next() {
    Buffer text = Buffer.buffer(begun ? "" : lines.head());
    begun = true;
    return rest.over() || most == 0
        ? Future.succeededFuture(piece(text))
        : queries.page(rest, (int) Math.min(PAGE, most)).map(page -> piece(add(text, page)));
  }

  private Buffer add(Buffer text, List<Kept> page) {
    page.forEach(message -> lines.add(text, message));
    most -= page.size();
    // Nothing is found where retention came meanwhile.
    rest = rest.after(page.isEmpty() ? rest.last() : page.getLast().number());
    return text;
  }

  private static Optional<Buffer> piece(Buffer text) {
    return Optional.of(text).filter(it -> it.length() > 0);
  }
}
