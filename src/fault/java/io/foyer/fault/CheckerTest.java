package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.fault.Event.Accepted;
import io.foyer.fault.Event.Broken;
import io.foyer.fault.Event.Offered;
import io.foyer.fault.Event.Posted;
import io.foyer.fault.WebhookDelivery.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The checker passes a sound run and refuses it as soon as one thing is amiss. */
class CheckerTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
  private static final Instant BEGIN = NOON.plusSeconds(600);
  private static final Instant MOVED = NOON.plusSeconds(1_200);
  private static final WebhookDelivery CREATED =
      new WebhookDelivery("d-1-0", 1, Kind.CREATE, BEGIN, NOON.plusMillis(1));
  private static final WebhookDelivery MOVE =
      new WebhookDelivery("d-1-1", 1, Kind.UPDATE, MOVED, NOON.plusMillis(2));
  private static final WebhookDelivery DESTROY =
      new WebhookDelivery("d-2-1", 2, Kind.DESTROY, BEGIN, NOON.plusMillis(2));
  private static final List<String> PEOPLE = List.of("a@example.org", "b@example.org");
  private static final String LINK = "http://foyer.test/j/m1secret";
  private static final int FIRST_POST = 6;
  private static final int LAST_POST = 7;

  private static final Evidence SOUND =
      new Evidence(events(), books(0, "sent"), after(60), limits());

  private static List<Event> events() {
    return List.of(
        new Offered(NOON, CREATED),
        new Offered(NOON, MOVE),
        new Offered(NOON, DESTROY),
        new Accepted(after(1), CREATED.id(), "http"),
        new Accepted(after(20), MOVE.id(), "http"),
        new Accepted(after(2), DESTROY.id(), "http"),
        new Posted(after(3), LINK, PEOPLE, BEGIN.plusSeconds(20)),
        new Posted(after(21), LINK, PEOPLE, MOVED.minusSeconds(20)));
  }

  private static Books books(int lostAnswers, String status) {
    return new Books(
        List.of(
            new Books.Received(CREATED.id(), after(1)),
            new Books.Received(MOVE.id(), after(20)),
            new Books.Received(DESTROY.id(), after(2))),
        List.of(
            new Books.Evaluation(1, Optional.of(MOVED), Optional.empty()),
            new Books.Evaluation(2, Optional.empty(), Optional.of(after(2)))),
        List.of(new Books.Meeting("m1", 1, MOVED, 2, "announced", LINK)),
        List.of(message("o1", 1, "sent", 0), message("o2", 2, status, lostAnswers)));
  }

  private static Books.Message message(String id, long version, String status, int lostAnswers) {
    return new Books.Message(id, "m1", version, "team", status, lostAnswers, LINK, PEOPLE);
  }

  private static Evidence.Limits limits() {
    return new Evidence.Limits(Duration.ofSeconds(4), Duration.ofSeconds(10), 0);
  }

  private static Instant after(int seconds) {
    return NOON.plusSeconds(seconds);
  }

  private static List<Finding.Kind> kinds(Evidence evidence) {
    return Checker.judge(evidence).stream().map(Finding::kind).distinct().toList();
  }

  private static Evidence with(Event event) {
    List<Event> events = new ArrayList<>(SOUND.events());
    events.add(event);
    return SOUND.withEvents(events);
  }

  private static Evidence evaluation(UnaryOperator<Books.Evaluation> change) {
    Books books = SOUND.books();
    return SOUND.withBooks(
        new Books(
            books.inbox(),
            books.evaluations().stream().map(change).toList(),
            books.meetings(),
            books.outbox()));
  }

  @Test
  void soundRunPasses() {
    assertThat(Checker.judge(SOUND)).isEmpty();
  }

  @Test
  void reminderThatNeverArrivedIsFound() {
    assertThat(kinds(Tampering.without(SOUND, LAST_POST))).containsExactly(Finding.Kind.DROPPED);
  }

  @Test
  void reminderThatArrivedTwiceIsFound() {
    assertThat(kinds(Tampering.twice(SOUND, LAST_POST))).containsExactly(Finding.Kind.DOUBLED);
  }

  @Test
  void reminderThatArrivedLateIsFound() {
    Evidence late = Tampering.delayed(SOUND, LAST_POST, Duration.ofSeconds(15));
    assertThat(kinds(late)).containsExactly(Finding.Kind.LATE);
  }

  @Test
  void reminderOfATimeThatNoLongerCountsIsFound() {
    Evidence stale = Tampering.delayed(SOUND, FIRST_POST, Duration.ofSeconds(22));
    assertThat(kinds(stale)).contains(Finding.Kind.STALE);
  }

  @Test
  void reminderThatNobodyBookedIsFound() {
    Posted stray = new Posted(after(5), "http://foyer.test/j/other", PEOPLE, BEGIN);
    assertThat(kinds(with(stray))).containsExactly(Finding.Kind.STALE);
  }

  @Test
  void bookingThatWasConfirmedAndLostIsFound() {
    WebhookDelivery more = new WebhookDelivery("d-3-0", 3, Kind.CREATE, BEGIN, NOON);
    List<Event> events = new ArrayList<>(SOUND.events());
    events.add(new Offered(NOON, more));
    events.add(new Accepted(after(1), more.id(), "http"));
    assertThat(kinds(SOUND.withEvents(events))).containsExactly(Finding.Kind.LOST);
  }

  @Test
  void bookingThatWasNeverConfirmedIsFound() {
    assertThat(kinds(Tampering.without(SOUND, 4))).contains(Finding.Kind.NOT_ACCEPTED);
  }

  @Test
  void stateThatIsNotTheLastOneIsFound() {
    Evidence old =
        evaluation(e -> new Books.Evaluation(e.id(), e.beginAt().map(b -> BEGIN), e.destroyedAt()));
    assertThat(kinds(old)).containsExactly(Finding.Kind.WRONG_STATE);
    Evidence standing =
        evaluation(e -> new Books.Evaluation(e.id(), e.beginAt(), Optional.empty()));
    assertThat(kinds(standing)).contains(Finding.Kind.WRONG_STATE);
  }

  @Test
  void messageMarkedAsSentThatNobodyWroteIsFound() {
    assertThat(kinds(SOUND.withBooks(books(0, "cancelled")))).contains(Finding.Kind.DROPPED);
  }

  @Test
  void secondReminderAfterAnAdmittedLossPassesWhenItsCallWasUnderWayAtAFault() {
    Evidence twice = Tampering.twice(SOUND, LAST_POST).withBooks(books(1, "sent"));
    assertThat(kinds(twice)).containsExactly(Finding.Kind.TOO_MANY_UNKNOWN);
    List<Event> events = new ArrayList<>(twice.events());
    events.add(new Broken(after(21), "kill -9", Set.of("o2")));
    assertThat(Checker.judge(twice.withEvents(events))).isEmpty();
  }
}
