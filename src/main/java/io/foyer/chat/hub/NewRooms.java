package io.foyer.chat.hub;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.foyer.chat.RoomAvailable;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Stream;

/**
 * Rooms that can be come into from now on. Told once, to the seats on this node that may know of
 * them and want to, and not kept for those it does not reach. Safe for use by many threads.
 */
final class NewRooms {
  /** More within a turn are not told: it goes to everybody, and nobody makes so many to be read. */
  static final int MOST = 250;

  private final BlockingQueue<RoomAvailable> untold = new ArrayBlockingQueue<>(MOST);
  private final Seats seats;

  NewRooms(Seats seats) {
    this.seats = seats;
  }

  void heard(RoomAvailable news) {
    if (!seats.isEmpty()) { // or it would wait for somebody who never comes
      untold.offer(news);
    }
  }

  /** Tells what was heard since the last time, in one buffer for each wire and loop. */
  void tell() {
    List<RoomAvailable> news = new ArrayList<>();
    untold.drainTo(news);
    news.stream()
        .collect(groupingBy(RoomAvailable::whom, LinkedHashMap::new, toList()))
        .forEach((whom, theirs) -> tell(those(whom), theirs));
  }

  private Stream<HubSeat> those(Optional<String> whom) {
    return whom.map(account -> seats.of(account).stream()).orElseGet(seats::all);
  }

  private static void tell(Stream<HubSeat> whom, List<RoomAvailable> news) {
    Map<Wire, ByteBuf> frames = new HashMap<>();
    whom.collect(groupingBy(HubSeat::loop, groupingBy(HubSeat::wire)))
        .forEach(
            (loop, wires) ->
                wires.forEach(
                    (wire, theirs) ->
                        tell(loop, theirs, frames.computeIfAbsent(wire, it -> it.rooms(news)))));
    frames.values().forEach(ByteBuf::release);
  }

  private static void tell(Loop loop, List<HubSeat> whom, ByteBuf frames) {
    ByteBuf said = frames.retain();
    loop.execute(
        () -> {
          whom.stream()
              .filter(HubSeat::hearsNews)
              .forEach(seat -> seat.send(said.retainedDuplicate()));
          said.release();
        });
  }
}
