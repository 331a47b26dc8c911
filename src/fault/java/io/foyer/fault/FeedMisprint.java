package io.foyer.fault;

import io.foyer.fault.FeedBooks.Columns;
import io.foyer.fault.FeedBooks.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Sound books with one thing amiss, as a writer with a bug would have caused it. */
final class FeedMisprint {
  private FeedMisprint() {}

  /** A message in the middle was not written. */
  static FeedBooks drop(FeedBooks sound) {
    List<Row> rows = new ArrayList<>(sound.rows());
    rows.remove(middle(rows));
    return sound.withRows(rows);
  }

  /** One was written twice, the second time under the next number. */
  static FeedBooks twice(FeedBooks sound) {
    List<Row> rows = new ArrayList<>(sound.rows());
    Row row = rows.get(middle(rows));
    rows.add(numbered(row, row.number().map(number -> number + 1)));
    return sound.withRows(rows);
  }

  /** The first two of a feed have changed their numbers. */
  static FeedBooks swap(FeedBooks sound) {
    List<Row> rows = new ArrayList<>(sound.rows());
    String subject = rows.get(middle(rows)).subject();
    int first = place(rows, subject, 1);
    int second = place(rows, subject, 2);
    rows.set(first, numbered(rows.get(first), Optional.of(2L)));
    rows.set(second, numbered(rows.get(second), Optional.of(1L)));
    return sound.withRows(rows);
  }

  /** Some columns are another message's. */
  static FeedBooks blur(FeedBooks sound) {
    List<Columns> columns = new ArrayList<>(sound.columns());
    int middle = columns.size() / 2;
    Columns each = columns.get(middle);
    columns.set(middle, new Columns(each.subject(), each.number(), each.mark() + "0"));
    return sound.withColumns(columns);
  }

  private static Row numbered(Row row, Optional<Long> number) {
    return new Row(row.incarnation(), row.seq(), row.subject(), number, row.id(), row.payload());
  }

  private static int middle(List<Row> rows) {
    int[] readable =
        IntStream.range(0, rows.size()).filter(i -> rows.get(i).number().isPresent()).toArray();
    return readable[readable.length / 2];
  }

  private static int place(List<Row> rows, String subject, long number) {
    return IntStream.range(0, rows.size())
        .filter(
            i ->
                rows.get(i).subject().equals(subject)
                    && rows.get(i).number().equals(Optional.of(number)))
        .findFirst()
        .orElseThrow();
  }
}
