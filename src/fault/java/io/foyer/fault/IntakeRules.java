package io.foyer.fault;

import io.foyer.fault.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Every accepted delivery is written down once, and every evaluation is in its last state. */
final class IntakeRules {
  private final Evidence evidence;
  private final Map<String, Long> received;
  private final List<Finding> findings = new ArrayList<>();

  IntakeRules(Evidence evidence) {
    this.evidence = evidence;
    this.received =
        evidence.books().inbox().stream()
            .collect(Collectors.groupingBy(Books.Received::delivery, Collectors.counting()));
  }

  List<Finding> findings() {
    Map<Long, Books.Evaluation> stored =
        evidence.books().evaluations().stream()
            .collect(Collectors.toMap(Books.Evaluation::id, Function.identity()));
    Map<Long, List<Books.Meeting>> meetings =
        evidence.books().meetings().stream()
            .collect(Collectors.groupingBy(Books.Meeting::evaluation));
    for (Story story : Story.of(evidence).values()) {
      story.deliveries().forEach(webhookDelivery -> inbox(story, webhookDelivery));
      Books.Evaluation row = stored.get(story.evaluation());
      if (row == null) {
        add(Kind.LOST, "evaluation " + story.evaluation());
      } else {
        state(story, row, meetings.getOrDefault(story.evaluation(), List.of()));
      }
    }
    return findings;
  }

  private void inbox(Story story, WebhookDelivery webhookDelivery) {
    long times = received.getOrDefault(webhookDelivery.id(), 0L);
    if (story.acceptedAt(webhookDelivery).isEmpty()) {
      add(Kind.NOT_ACCEPTED, webhookDelivery.id());
    } else if (times == 0) {
      add(Kind.LOST, "delivery " + webhookDelivery.id());
    } else if (times > 1) {
      add(Kind.STORED_TWICE, "delivery " + webhookDelivery.id());
    }
  }

  private void state(Story story, Books.Evaluation row, List<Books.Meeting> meetings) {
    String name = "evaluation " + story.evaluation();
    if (story.destroyed() != row.destroyedAt().isPresent()) {
      add(Kind.WRONG_STATE, name + (story.destroyed() ? " is not destroyed" : " is destroyed"));
    }
    if (meetings.size() > 1) {
      add(Kind.STORED_TWICE, name + " has " + meetings.size() + " meetings");
    }
    if (story.destroyed()) {
      meetings.stream()
          .filter(meeting -> !meeting.status().equals("cancelled"))
          .forEach(meeting -> add(Kind.WRONG_STATE, name + " has a meeting that stands"));
      return;
    }
    if (!story.beginAt().equals(row.beginAt())) {
      add(Kind.WRONG_STATE, name + " begins " + row.beginAt() + ", not " + story.beginAt());
    }
    if (meetings.isEmpty()) {
      add(Kind.LOST, "the meeting of " + name);
    } else if (!story.beginAt().equals(row.beginAt().map(at -> meetings.getFirst().startsAt()))) {
      add(Kind.WRONG_STATE, "the meeting of " + name + " is at another time");
    }
  }

  private void add(Kind kind, String what) {
    findings.add(new Finding(kind, what));
  }
}
