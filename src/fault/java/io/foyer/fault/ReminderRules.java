package io.foyer.fault;

import io.foyer.fault.Books.Message;
import io.foyer.fault.Event.Posted;
import io.foyer.fault.Finding.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Every due meeting is announced once in its last version, in time, and none that no longer
 * counted; a second time only where the outbox admits a lost answer.
 */
final class ReminderRules {
  private static final Duration FIRST_BREATH = Duration.ofMillis(500);

  /** A reminder tells minutes, rounded. */
  private static final Duration ROUNDING = Duration.ofSeconds(45);

  private final Evidence evidence;
  private final Map<Long, Story> stories;
  private final Map<String, Books.Meeting> byLink;
  private final Map<Told, List<Posted>> posts;
  private final Map<Told, List<Message>> messages;
  private final List<Finding> findings = new ArrayList<>();

  /** What was said to whom. */
  private record Told(String link, List<String> emails) {}

  ReminderRules(Evidence evidence) {
    this.evidence = evidence;
    this.stories = Story.of(evidence);
    this.byLink =
        evidence.books().meetings().stream()
            .collect(Collectors.toMap(Books.Meeting::link, Function.identity()));
    this.posts =
        evidence.all(Posted.class).stream()
            .collect(Collectors.groupingBy(p -> new Told(p.link(), sorted(p.emails()))));
    this.messages =
        evidence.books().outbox().stream()
            .collect(Collectors.groupingBy(m -> new Told(m.link(), sorted(m.emails()))));
  }

  private static List<String> sorted(List<String> emails) {
    return emails.stream().sorted().toList();
  }

  List<Finding> findings() {
    posts.keySet().stream()
        .filter(told -> !messages.containsKey(told))
        .forEach(told -> add(Kind.STALE, told.link() + " is in no book"));
    messages.forEach(
        (told, rows) -> counts(told, rows, posts.getOrDefault(told, List.of()).size()));
    evidence.books().meetings().forEach(this::announced);
    evidence.all(Posted.class).forEach(this::inTime);
    return findings;
  }

  /** The outbox and what arrived must tell the same story. */
  private void counts(Told told, List<Message> rows, int arrived) {
    long least = rows.stream().filter(row -> row.status().equals("sent")).count();
    long lost = rows.stream().mapToLong(Message::lostAnswers).sum();
    if (arrived < least) {
      add(Kind.DROPPED, told.link() + " arrived " + arrived + " times, sent " + least);
    }
    if (arrived > least + lost) {
      add(Kind.DOUBLED, told.link() + " arrived " + arrived + " times, sent " + least);
    }
  }

  private void announced(Books.Meeting meeting) {
    Story story = stories.get(meeting.evaluation());
    if (story == null || story.destroyed()) {
      return;
    }
    boolean due = meeting.startsAt().minus(Plan.WARN_BEFORE).isBefore(evidence.judgedAt());
    List<Message> last =
        evidence.books().outbox().stream()
            .filter(m -> m.meeting().equals(meeting.id()) && m.version() == meeting.version())
            .toList();
    boolean told = last.stream().anyMatch(m -> m.status().equals("sent") || excused(m));
    if (due && !told) {
      add(Kind.DROPPED, meeting.link() + " is due and nobody was told; outbox: " + last);
    }
  }

  private static boolean excused(Message message) {
    return message.status().equals("unknown") && message.lostAnswers() > 0;
  }

  private void inTime(Posted post) {
    Books.Meeting meeting = byLink.get(post.link());
    Story story = meeting == null ? null : stories.get(meeting.evaluation());
    if (story == null) {
      return; // said already
    }
    Optional<WebhookDelivery> announced =
        story.bookings().stream()
            .filter(d -> gap(d.beginAt(), post.announced()).compareTo(ROUNDING) <= 0)
            .findFirst();
    if (announced.isEmpty()) {
      if (!writtenAsItFellAsleep(post, story)) {
        add(Kind.STALE, post + " announces a time that was never booked");
      }
      return;
    }
    if (!story.counts(announced.get(), post.at().minus(evidence.limits().call()))) {
      add(Kind.STALE, post + " announces a time that no longer counts");
    }
    late(post, announced.get(), story);
  }

  /**
   * Whether a post was being written when its node was stopped: it comes with the first breath
   * after the sleep, and its text is of the moment before. No lease reaches between the last look
   * at it and the socket; that such a message came twice is for the counts to excuse or not.
   */
  private boolean writtenAsItFellAsleep(Posted post, Story story) {
    Instant woke = last(Event.Healed.class, post.at());
    Instant slept = last(Event.Broken.class, woke);
    if (slept.equals(Instant.MIN)) {
      return false;
    }
    Instant meant = post.announced().minus(Duration.between(slept, post.at()));
    return gap(woke, post.at()).compareTo(FIRST_BREATH) <= 0
        && story.bookings().stream()
            .anyMatch(d -> gap(d.beginAt(), meant).compareTo(ROUNDING) <= 0);
  }

  private void late(Posted post, WebhookDelivery announced, Story story) {
    Instant due = announced.beginAt().minus(Plan.WARN_BEFORE);
    Instant known = story.acceptedAt(announced).orElse(post.at());
    Instant last = latest(due, latest(known, mended(post.at()))).plus(evidence.limits().lateness());
    if (post.at().isAfter(announced.beginAt()) || post.at().isAfter(last)) {
      add(Kind.LATE, post + " was due " + due + ", starts " + announced.beginAt());
    }
    if (post.at().isBefore(due.minusSeconds(5))) {
      add(Kind.STALE, post + " came before it was due " + due);
    }
  }

  /** When the last fault before {@code time} was over; that time itself while one goes on. */
  private Instant mended(Instant time) {
    Instant healed = last(Event.Healed.class, time);
    return last(Event.Broken.class, time).isAfter(healed) ? time : healed;
  }

  private Instant last(Class<? extends Event> kind, Instant before) {
    return evidence.all(kind).stream()
        .map(Event::at)
        .filter(at -> !at.isAfter(before))
        .max(Comparator.naturalOrder())
        .orElse(Instant.MIN);
  }

  private static Instant latest(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Duration gap(Instant a, Instant b) {
    return Duration.between(a, b).abs();
  }

  private void add(Kind kind, String what) {
    findings.add(new Finding(kind, what));
  }
}
