package io.foyer.chat.hub;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The rooms that somebody on this node watches, and no others. */
final class RoomStreams {
  private final Map<String, RoomStream> streams = new ConcurrentHashMap<>();
  private final HubNeeds needs;

  RoomStreams(HubNeeds needs) {
    this.needs = needs;
  }

  /** A place in the row of that room for a seat; on the seat's event loop. */
  Place place(String room, HubSeat seat) {
    Place[] made = new Place[1];
    streams.compute(
        room,
        (name, known) -> {
          RoomStream stream = known == null ? new RoomStream(name, needs) : known;
          made[0] = stream.row(seat.loop(), seat.wire()).add(seat);
          return stream;
        });
    return made[0];
  }

  /** Gives a place up; on its event loop. */
  void leave(Place place) {
    Row row = place.row();
    row.remove(place);
    if (!row.isEmpty()) {
      return;
    }
    streams.computeIfPresent(
        place.room(),
        (name, stream) -> {
          if (!stream.equals(row.stream()) || !stream.without(row)) {
            return stream;
          }
          stream.close();
          return null;
        });
  }

  Optional<RoomStream> find(String room) {
    return Optional.ofNullable(streams.get(room));
  }

  Collection<RoomStream> all() {
    return streams.values();
  }

  int size() {
    return streams.size();
  }

  int places() {
    return streams.values().stream().flatMap(it -> it.rows().stream()).mapToInt(Row::size).sum();
  }

  void close() {
    streams.values().forEach(RoomStream::close);
    streams.clear();
  }
}
