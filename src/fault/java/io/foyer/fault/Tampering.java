package io.foyer.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The same evidence with one event amiss. */
final class Tampering {
  private Tampering() {}

  static Evidence without(Evidence evidence, int index) {
    List<Event> events = new ArrayList<>(evidence.events());
    events.remove(index);
    return evidence.withEvents(events);
  }

  static Evidence twice(Evidence evidence, int index) {
    List<Event> events = new ArrayList<>(evidence.events());
    events.add(events.get(index));
    return evidence.withEvents(events);
  }

  /** A reminder that says the same, later. */
  static Evidence delayed(Evidence evidence, int index, Duration by) {
    List<Event> events = new ArrayList<>(evidence.events());
    if (events.get(index) instanceof Event.Posted(var at, var link, var emails, var announced)) {
      events.set(index, new Event.Posted(at.plus(by), link, emails, announced));
    }
    return evidence.withEvents(events);
  }
}
