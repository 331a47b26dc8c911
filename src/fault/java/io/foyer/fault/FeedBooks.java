package io.foyer.fault;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the stream holds, what the catalogue holds, and what was promised to publishers.
 *
 * @param quarantine sequences of what could not be read
 * @param heads the last number of each feed, as the feed itself says it
 * @param gaps what the catalogue says that the stream lost
 * @param acked which sequence the broker named to whoever published an id
 */
record FeedBooks(
    List<Held> held,
    List<Row> rows,
    List<Columns> columns,
    List<Long> quarantine,
    Map<String, Long> heads,
    List<String> gaps,
    Map<String, Long> acked) {

  /**
   * A message in the stream.
   *
   * @param id empty where its publisher gave none
   * @param payload in hex
   * @param mark what tells it from all others of its feed, in a column; empty if it is rubbish
   */
  record Held(long seq, String subject, String id, String payload, String mark) {
    boolean readable() {
      return !mark.isEmpty();
    }
  }

  /** A message in the catalogue, as it came. */
  record Row(
      long incarnation,
      long seq,
      String subject,
      Optional<Long> number,
      String id,
      String payload) {}

  /** A message in the catalogue, as columns. */
  record Columns(String subject, long number, String mark) {}

  FeedBooks {
    held = List.copyOf(held);
    rows = List.copyOf(rows);
    columns = List.copyOf(columns);
    quarantine = List.copyOf(quarantine);
    heads = Map.copyOf(heads);
    gaps = List.copyOf(gaps);
    acked = Map.copyOf(acked);
  }

  Set<String> subjects() {
    return heads.keySet();
  }

  FeedBooks withRows(List<Row> others) {
    return new FeedBooks(held, others, columns, quarantine, heads, gaps, acked);
  }

  FeedBooks withColumns(List<Columns> others) {
    return new FeedBooks(held, rows, others, quarantine, heads, gaps, acked);
  }

  FeedBooks withHeld(List<Held> others) {
    return new FeedBooks(others, rows, columns, quarantine, heads, gaps, acked);
  }

  FeedBooks withQuarantine(List<Long> others) {
    return new FeedBooks(held, rows, columns, others, heads, gaps, acked);
  }

  FeedBooks withAcked(Map<String, Long> others) {
    return new FeedBooks(held, rows, columns, quarantine, heads, gaps, others);
  }
}
