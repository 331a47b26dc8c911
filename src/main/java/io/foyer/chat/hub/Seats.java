package io.foyer.chat.hub;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who sits here, by account. Safe for use by many threads. Most have one connection: a set for each
 * would be the larger part of what a seat costs.
 */
final class Seats {
  private static final int FEW = 8;

  private final Map<String, Collection<HubSeat>> seats = new ConcurrentHashMap<>();

  void add(HubSeat seat) {
    seats.compute(
        seat.account(), (account, known) -> with(known == null ? List.of() : known, seat));
  }

  private static Collection<HubSeat> with(Collection<HubSeat> known, HubSeat seat) {
    if (known.size() < FEW) {
      List<HubSeat> more = new ArrayList<>(known);
      more.add(seat);
      return List.copyOf(more);
    }
    if (known instanceof Set) {
      known.add(seat);
      return known;
    }
    Set<HubSeat> many = ConcurrentHashMap.newKeySet(2 * FEW);
    many.addAll(known);
    many.add(seat);
    return many;
  }

  void remove(HubSeat seat) {
    seats.computeIfPresent(seat.account(), (account, known) -> without(known, seat));
  }

  private static @Nullable Collection<HubSeat> without(Collection<HubSeat> known, HubSeat seat) {
    if (!(known instanceof Set)) {
      List<HubSeat> rest = known.stream().filter(it -> !it.equals(seat)).toList();
      return rest.isEmpty() ? null : List.copyOf(rest);
    }
    known.remove(seat);
    return known.size() <= FEW ? List.copyOf(known) : known;
  }

  Collection<HubSeat> of(String account) {
    return seats.getOrDefault(account, List.of());
  }

  Stream<HubSeat> all() {
    return seats.values().stream().flatMap(Collection::stream);
  }

  boolean isEmpty() {
    return seats.isEmpty();
  }

  int size() {
    return seats.values().stream().mapToInt(Collection::size).sum();
  }
}
