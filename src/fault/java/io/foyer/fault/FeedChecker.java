package io.foyer.fault;

import io.foyer.fault.FeedBooks.Columns;
import io.foyer.fault.FeedBooks.Held;
import io.foyer.fault.FeedBooks.Row;
import io.foyer.fault.FeedFinding.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Judges a run of the feeds: the catalogue against what the stream holds. */
final class FeedChecker {
  private final FeedBooks books;
  private final Map<Long, Held> held;
  private final List<FeedFinding> findings = new ArrayList<>();

  private FeedChecker(FeedBooks books) {
    this.books = books;
    this.held = books.held().stream().collect(Collectors.toMap(Held::seq, Function.identity()));
  }

  /** Everything that must not be; empty is a pass. */
  static List<FeedFinding> judge(FeedBooks books) {
    FeedChecker checker = new FeedChecker(books);
    checker.rows();
    checker.quarantine();
    books.subjects().forEach(checker::numbers);
    checker.columns();
    checker.ids();
    return List.copyOf(checker.findings);
  }

  private void rows() {
    Set<Long> seen = new HashSet<>();
    for (Row row : books.rows()) {
      if (!seen.add(row.seq())) {
        found(Kind.DOUBLED, row);
      }
      Held original = held.get(row.seq());
      if (original == null) {
        found(Kind.INVENTED, row);
      } else if (!same(original, row)) {
        found(Kind.CHANGED, row);
      }
    }
    books.held().stream()
        .filter(each -> !seen.contains(each.seq()))
        .forEach(each -> found(Kind.LOST, each));
    books.gaps().forEach(gap -> found(Kind.INVENTED, "a gap " + gap));
  }

  private static boolean same(Held original, Row row) {
    return original.subject().equals(row.subject())
        && original.id().equals(row.id())
        && original.payload().equals(row.payload());
  }

  private void quarantine() {
    Set<Long> rubbish =
        books.held().stream()
            .filter(each -> !each.readable())
            .map(Held::seq)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<Long> refused = new TreeSet<>(books.quarantine());
    Set<Long> unnumbered =
        books.rows().stream()
            .filter(row -> row.number().isEmpty())
            .map(Row::seq)
            .collect(Collectors.toCollection(TreeSet::new));
    if (!refused.equals(rubbish) || !unnumbered.equals(rubbish)) {
      found(
          Kind.QUARANTINE,
          "rubbish %d, in quarantine %d, without a number %d"
              .formatted(rubbish.size(), refused.size(), unnumbered.size()));
    }
  }

  private void numbers(String subject) {
    List<Long> numbers =
        books.rows().stream()
            .filter(row -> row.subject().equals(subject))
            .sorted(Comparator.comparingLong(Row::seq))
            .map(Row::number)
            .flatMap(Optional::stream)
            .toList();
    long head = Objects.requireNonNull(books.heads().get(subject));
    List<Long> right = LongStream.rangeClosed(1, head).boxed().toList();
    if (!numbers.stream().sorted().toList().equals(right)) {
      found(Kind.NUMBERS, subject + ": " + numbers.size() + " numbers, the head is " + head);
    }
    for (int i = 1; i < numbers.size(); i++) {
      if (numbers.get(i) < numbers.get(i - 1)) {
        found(Kind.DISORDER, subject + ": " + numbers.get(i) + " after " + numbers.get(i - 1));
      }
    }
  }

  private void columns() {
    Map<String, String> right = new HashMap<>();
    for (Row row : books.rows()) {
      Held original = held.get(row.seq());
      if (row.number().isPresent() && original != null) {
        right.put(row.subject() + " " + row.number().get(), original.mark());
      }
    }
    Set<String> seen = new HashSet<>();
    for (Columns each : books.columns()) {
      String place = each.subject() + " " + each.number();
      if (!seen.add(place) || !each.mark().equals(right.get(place))) {
        found(Kind.COLUMNS, each);
      }
    }
    right.keySet().stream()
        .filter(place -> !seen.contains(place))
        .forEach(place -> found(Kind.COLUMNS, "none for " + place));
  }

  private void ids() {
    Map<String, List<Row>> byId =
        books.rows().stream()
            .filter(row -> !row.id().isEmpty())
            .collect(Collectors.groupingBy(Row::id));
    byId.forEach(
        (id, rows) -> {
          if (rows.size() > 1) {
            found(Kind.SENT_TWICE, rows);
          }
        });
    books
        .acked()
        .forEach(
            (id, seq) -> {
              if (byId.getOrDefault(id, List.of()).stream().noneMatch(row -> row.seq() == seq)) {
                found(Kind.NOT_KEPT, id + " at " + seq);
              }
            });
  }

  private void found(Kind kind, Object what) {
    findings.add(new FeedFinding(kind, what.toString()));
  }
}
