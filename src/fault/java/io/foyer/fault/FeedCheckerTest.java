package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.fault.FeedBooks.Columns;
import io.foyer.fault.FeedBooks.Held;
import io.foyer.fault.FeedBooks.Row;
import io.foyer.fault.FeedFinding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The checker passes sound books and refuses them as soon as one thing is amiss. */
class FeedCheckerTest {
  private static final FeedBooks SOUND =
      new FeedBooks(
          List.of(
              new Held(1, "execution", "", "0a", "11"),
              new Held(2, "sport_event", "e-1", "0b", "12"),
              new Held(3, "execution", "", "ff", ""),
              new Held(4, "execution", "e-2", "0d", "14"),
              new Held(5, "sport_event", "", "0e", "15")),
          List.of(
              row(1, "execution", 1, "", "0a"),
              row(2, "sport_event", 1, "e-1", "0b"),
              row(3, "execution", 0, "", "ff"),
              row(4, "execution", 2, "e-2", "0d"),
              row(5, "sport_event", 2, "", "0e")),
          List.of(
              new Columns("execution", 1, "11"),
              new Columns("execution", 2, "14"),
              new Columns("sport_event", 1, "12"),
              new Columns("sport_event", 2, "15")),
          List.of(3L),
          Map.of("execution", 2L, "sport_event", 2L),
          List.of(),
          Map.of("e-1", 2L, "e-2", 4L));

  private static Row row(long seq, String subject, long number, String id, String payload) {
    Optional<Long> at = number == 0 ? Optional.empty() : Optional.of(number);
    return new Row(1, seq, subject, at, id, payload);
  }

  private static Set<Kind> kinds(FeedBooks books) {
    return FeedChecker.judge(books).stream().map(FeedFinding::kind).collect(Collectors.toSet());
  }

  /** The sound books with another row in the place of one. */
  private static FeedBooks but(int place, Row other) {
    List<Row> rows = new ArrayList<>(SOUND.rows());
    rows.set(place, other);
    return SOUND.withRows(rows);
  }

  @Test
  void soundBooksPass() {
    assertThat(FeedChecker.judge(SOUND)).isEmpty();
  }

  @Test
  void aMessageThatWasNotWrittenIsCaught() {
    assertThat(kinds(FeedMisprint.drop(SOUND))).contains(Kind.LOST, Kind.NUMBERS);
    assertThat(kinds(SOUND.withRows(SOUND.rows().subList(0, 4)))).contains(Kind.LOST);
  }

  @Test
  void rubbishThatWasNotWrittenIsCaught() {
    List<Row> rows = new ArrayList<>(SOUND.rows());
    rows.remove(2);
    assertThat(kinds(SOUND.withRows(rows))).containsExactlyInAnyOrder(Kind.LOST, Kind.QUARANTINE);
  }

  @Test
  void aMessageThatWasWrittenTwiceIsCaught() {
    assertThat(kinds(FeedMisprint.twice(SOUND))).contains(Kind.DOUBLED, Kind.NUMBERS);
    List<Row> rows = new ArrayList<>(SOUND.rows());
    rows.add(new Row(2, 3, "execution", Optional.empty(), "", "ff"));
    assertThat(kinds(SOUND.withRows(rows))).containsExactly(Kind.DOUBLED);
  }

  @Test
  void whatTheStreamDoesNotHoldIsCaught() {
    assertThat(kinds(SOUND.withHeld(SOUND.held().subList(0, 4)))).contains(Kind.INVENTED);
  }

  @Test
  void aGapWhereNothingWasLostIsCaught() {
    FeedBooks books =
        new FeedBooks(
            SOUND.held(),
            SOUND.rows(),
            SOUND.columns(),
            SOUND.quarantine(),
            SOUND.heads(),
            List.of("6-7"),
            SOUND.acked());
    assertThat(kinds(books)).containsExactly(Kind.INVENTED);
  }

  @Test
  void otherBytesAnotherFeedOrAnotherIdAreCaught() {
    assertThat(kinds(but(0, row(1, "execution", 1, "", "0c")))).containsExactly(Kind.CHANGED);
    assertThat(kinds(but(0, row(1, "execution", 1, "x", "0a")))).containsExactly(Kind.CHANGED);
    assertThat(kinds(but(0, row(1, "sport_event", 1, "", "0a")))).contains(Kind.CHANGED);
  }

  @Test
  void numbersThatAreNotInOrderAreCaught() {
    assertThat(kinds(FeedMisprint.swap(SOUND)))
        .containsExactlyInAnyOrder(Kind.DISORDER, Kind.COLUMNS);
  }

  @Test
  void aGapInTheNumbersIsCaught() {
    assertThat(kinds(but(3, row(4, "execution", 3, "e-2", "0d"))))
        .containsExactlyInAnyOrder(Kind.NUMBERS, Kind.COLUMNS);
  }

  @Test
  void columnsOfAnotherMessageMissingOrDoubledAreCaught() {
    assertThat(kinds(FeedMisprint.blur(SOUND))).containsExactly(Kind.COLUMNS);
    assertThat(kinds(SOUND.withColumns(SOUND.columns().subList(1, 4))))
        .containsExactly(Kind.COLUMNS);
    List<Columns> doubled = new ArrayList<>(SOUND.columns());
    doubled.add(SOUND.columns().getFirst());
    assertThat(kinds(SOUND.withColumns(doubled))).containsExactly(Kind.COLUMNS);
  }

  @Test
  void whatIsInQuarantineAndShouldNotBeIsCaughtAndTheReverse() {
    assertThat(kinds(SOUND.withQuarantine(List.of(3L, 4L)))).containsExactly(Kind.QUARANTINE);
    assertThat(kinds(SOUND.withQuarantine(List.of()))).containsExactly(Kind.QUARANTINE);
  }

  @Test
  void anIdThatIsNotWhereTheBrokerSaidOrTwiceThereIsCaught() {
    assertThat(kinds(SOUND.withAcked(Map.of("e-1", 2L, "e-2", 5L)))).containsExactly(Kind.NOT_KEPT);
    assertThat(kinds(SOUND.withAcked(Map.of("e-3", 6L)))).containsExactly(Kind.NOT_KEPT);
    assertThat(kinds(but(0, row(1, "execution", 1, "e-1", "0a"))))
        .containsExactlyInAnyOrder(Kind.CHANGED, Kind.SENT_TWICE);
  }
}
