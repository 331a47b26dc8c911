package io.foyer.cli;

import io.foyer.admin.OutboxLine;
import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/** Prints outbox messages for operators, one per line; the last column is free text. */
final class OutboxTable {
  private static final List<String> HEAD =
      List.of(
          "ID", "STATE", "CHANNEL", "TO", "MEETING", "VERSION", "TRIES", "WRITTEN", "UNTIL", "WHY");

  private final PrintStream out;

  OutboxTable(PrintStream out) {
    this.out = out;
  }

  void print(List<OutboxLine> lines) {
    List<List<String>> rows =
        Stream.concat(Stream.of(HEAD), lines.stream().map(OutboxTable::cells)).toList();
    int[] widths = new int[HEAD.size()];
    rows.forEach(row -> widen(widths, row));
    rows.forEach(row -> out.println(padded(row, widths)));
    out.println(lines.size() + (lines.size() == 1 ? " message" : " messages"));
  }

  private static List<String> cells(OutboxLine line) {
    return List.of(
        line.id(),
        line.status(),
        line.channel(),
        line.recipient(),
        line.subject(),
        Long.toString(line.version()),
        Integer.toString(line.attempts()),
        line.createdAt().truncatedTo(ChronoUnit.SECONDS).toString(),
        line.expiresAt().truncatedTo(ChronoUnit.SECONDS).toString(),
        line.lastError().map(OutboxTable::oneLine).orElse("-"));
  }

  /** Text of a remote side must not send control characters to the operator's terminal. */
  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  private static void widen(int[] widths, List<String> row) {
    for (int i = 0; i < widths.length; i++) {
      widths[i] = Math.max(widths[i], row.get(i).length());
    }
  }

  private static String padded(List<String> row, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < widths.length - 1; i++) {
      line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
    }
    return line.append(row.getLast()).toString();
  }
}
