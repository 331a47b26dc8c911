package io.foyer.fault;

import io.foyer.fault.Delivery.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What was said of one evaluation, and since when it counts.
 *
 * @param accepted by delivery id: when it was first known to be written down
 */
record Story(long evaluation, List<Delivery> deliveries, Map<String, Instant> accepted) {
  Story {
    deliveries = deliveries.stream().sorted(Comparator.comparing(Delivery::updatedAt)).toList();
    accepted = Map.copyOf(accepted);
  }

  /** The stories of a history, by evaluation. */
  static Map<Long, Story> of(Evidence evidence) {
    Map<String, Instant> accepted = new HashMap<>();
    evidence
        .all(Event.Accepted.class)
        .forEach(e -> accepted.merge(e.delivery(), e.at(), Story::earlier));
    Map<Long, List<Delivery>> deliveries = new TreeMap<>();
    evidence
        .all(Event.Offered.class)
        .forEach(
            e ->
                deliveries
                    .computeIfAbsent(e.delivery().evaluation(), id -> new ArrayList<>())
                    .add(e.delivery()));
    Map<Long, Story> stories = new TreeMap<>();
    deliveries.forEach((id, all) -> stories.put(id, new Story(id, all, accepted)));
    return stories;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  boolean destroyed() {
    return deliveries.stream().anyMatch(d -> d.kind() == Kind.DESTROY);
  }

  /** Its last beginning; empty if it was only taken back. */
  Optional<Instant> beginAt() {
    return bookings().stream().reduce((first, second) -> second).map(Delivery::beginAt);
  }

  List<Delivery> bookings() {
    return deliveries.stream().filter(d -> d.kind() != Kind.DESTROY).toList();
  }

  Optional<Instant> acceptedAt(Delivery delivery) {
    return Optional.ofNullable(accepted.get(delivery.id()));
  }

  /** When its last state was known to be written down. */
  Optional<Instant> settledAt() {
    return deliveries.stream().flatMap(d -> acceptedAt(d).stream()).max(Comparator.naturalOrder());
  }

  /** Whether a reminder that left at {@code time} could still announce this delivery. */
  boolean counts(Delivery delivery, Instant time) {
    return deliveries.stream()
        .filter(
            other ->
                other.kind() == Kind.DESTROY || other.updatedAt().isAfter(delivery.updatedAt()))
        .flatMap(other -> acceptedAt(other).stream())
        .noneMatch(superseded -> superseded.isBefore(time));
  }
}
