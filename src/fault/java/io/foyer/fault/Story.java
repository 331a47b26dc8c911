package io.foyer.fault;

import io.foyer.fault.WebhookDelivery.Kind;
import java.time.Duration;
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
 * @param accepted by delivery id: when its door first said so
 * @param committed by delivery id: since when it certainly counts
 */
record Story(
    long evaluation,
    List<WebhookDelivery> deliveries,
    Map<String, Instant> accepted,
    Map<String, Instant> committed) {
  /** The longest a transaction lasts that began, and was not yet committed. */
  private static final Duration TRANSACTION = Duration.ofSeconds(8);

  Story {
    deliveries =
        deliveries.stream().sorted(Comparator.comparing(WebhookDelivery::updatedAt)).toList();
    accepted = Map.copyOf(accepted);
    committed = Map.copyOf(committed);
  }

  /** The stories of a history, by evaluation. */
  static Map<Long, Story> of(Evidence evidence) {
    Map<String, Instant> accepted = new HashMap<>();
    Map<String, Instant> committed = new HashMap<>();
    evidence
        .books()
        .inbox()
        .forEach(r -> committed.merge(r.delivery(), r.at().plus(TRANSACTION), Story::earlier));
    for (Event.Accepted e : evidence.all(Event.Accepted.class)) {
      accepted.merge(e.delivery(), e.at(), Story::earlier);
      if (e.door().equals("http")) { // the broker's word is not the database's
        committed.merge(e.delivery(), e.at(), Story::earlier);
      }
    }
    Map<Long, List<WebhookDelivery>> deliveries = new TreeMap<>();
    for (Event.Offered e : evidence.all(Event.Offered.class)) {
      long id = e.webhookDelivery().evaluation();
      deliveries.computeIfAbsent(id, any -> new ArrayList<>()).add(e.webhookDelivery());
    }
    Map<Long, Story> stories = new TreeMap<>();
    deliveries.forEach((id, all) -> stories.put(id, new Story(id, all, accepted, committed)));
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
    return bookings().stream().reduce((first, second) -> second).map(WebhookDelivery::beginAt);
  }

  List<WebhookDelivery> bookings() {
    return deliveries.stream().filter(d -> d.kind() != Kind.DESTROY).toList();
  }

  Optional<Instant> acceptedAt(WebhookDelivery webhookDelivery) {
    return Optional.ofNullable(accepted.get(webhookDelivery.id()));
  }

  /** Whether a reminder that left at {@code time} could still announce this delivery. */
  boolean counts(WebhookDelivery webhookDelivery, Instant time) {
    return deliveries.stream()
        .filter(
            other ->
                other.kind() == Kind.DESTROY
                    || other.updatedAt().isAfter(webhookDelivery.updatedAt()))
        .flatMap(other -> Optional.ofNullable(committed.get(other.id())).stream())
        .noneMatch(superseded -> superseded.isBefore(time));
  }
}
