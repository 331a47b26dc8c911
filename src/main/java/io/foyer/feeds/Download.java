package io.foyer.feeds;

import io.foyer.platform.web.ChunkSource;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.Optional;

/**
 * Streams a range of messages as lines, read page by page with backpressure. Holds no database
 * connection between pages.
 */
final class Download implements ChunkSource {
  private static final int PAGE = 500;

  private final FeedQueries queries;
  private final RowEncoder rowEncoder;
  private MessageRange rest;
  private long most;
  private boolean begun;

  /**
   * A download that has not begun.
   *
   * @param most how many messages
   */
  Download(FeedQueries queries, RowEncoder rowEncoder, MessageRange range, long most) {
    this.queries = queries;
    this.rowEncoder = rowEncoder;
    this.rest = range;
    this.most = most;
  }

  @Override
  public Future<Optional<Buffer>> next() {
    Buffer text = Buffer.buffer(begun ? "" : rowEncoder.head());
    begun = true;
    return rest.over() || most == 0
        ? Future.succeededFuture(piece(text))
        : queries.page(rest, (int) Math.min(PAGE, most)).map(page -> piece(add(text, page)));
  }

  private Buffer add(Buffer text, List<StoredMessage> page) {
    page.forEach(message -> rowEncoder.add(text, message));
    most -= page.size();
    // Nothing is found where retention came meanwhile.
    rest = rest.after(page.isEmpty() ? rest.last() : page.getLast().number());
    return text;
  }

  private static Optional<Buffer> piece(Buffer text) {
    return Optional.of(text).filter(it -> it.length() > 0);
  }
}
