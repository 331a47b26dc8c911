package io.foyer.feeds;

import io.foyer.feeds.PartitionStore.TimeRange;
import io.foyer.platform.db.DatabaseFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Cache of the partitions that are known to exist. Not thread-safe. */
final class Partitions {
  private static final String NO_PARTITION = "23514"; // check_violation
  private static final long PATIENCE_SECONDS = 30;

  private final PartitionStore store;
  private final List<TimeRange> messages = new ArrayList<>();
  private final Map<String, List<TimeRange>> columns = new HashMap<>();

  Partitions(PartitionStore store) {
    this.store = store;
  }

  /**
   * Whether a row found no partition: one that was known has gone with its messages. No table here
   * has another check.
   */
  static boolean missing(Throwable failure) {
    return DatabaseFailure.state(failure).equals(NO_PARTITION);
  }

  /** Clears the cache. */
  void forget() {
    messages.clear();
    columns.clear();
  }

  /** Sees to it that there is room for a message. */
  void ready(DecodedMessage decodedMessage)
      throws InterruptedException, ExecutionException, TimeoutException {
    Instant at = decodedMessage.message().at();
    ready("foyer", "feed_messages", messages, at);
    String table = decodedMessage.feed().definition().table();
    ready("feeds", table, columns.computeIfAbsent(table, any -> new ArrayList<>()), at);
  }

  private void ready(String schema, String table, List<TimeRange> stretches, Instant at)
      throws InterruptedException, ExecutionException, TimeoutException {
    for (TimeRange each : stretches) {
      if (each.covers(at)) {
        return;
      }
    }
    stretches.addFirst(
        store
            .covering(schema, table, at)
            .toCompletionStage()
            .toCompletableFuture()
            .get(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }
}
