package io.foyer.chat.hub;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who sits here, by account. Safe for use by many threads. */
final class Seats {
  private final Map<String, Set<HubSeat>> seats = new ConcurrentHashMap<>();

  void add(HubSeat seat) {
    seats.compute(
        seat.account(),
        (account, known) -> {
          Set<HubSeat> all = known == null ? ConcurrentHashMap.newKeySet(2) : known;
          all.add(seat);
          return all;
        });
  }

  void remove(HubSeat seat) {
    seats.computeIfPresent(
        seat.account(),
        (account, all) -> {
          all.remove(seat);
          return all.isEmpty() ? null : all;
        });
  }

  Collection<HubSeat> of(String account) {
    return seats.getOrDefault(account, Set.of());
  }

  boolean isEmpty() {
    return seats.isEmpty();
  }

  int size() {
    return seats.values().stream().mapToInt(Set::size).sum();
  }
}
