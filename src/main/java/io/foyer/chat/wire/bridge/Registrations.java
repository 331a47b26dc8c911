package io.foyer.chat.wire.bridge;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.hub.Seat;
import io.foyer.chat.wire.bridge.BridgeMessage.Register;
import io.foyer.feeds.FeedSeat;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What one connection has registered. Each registration is one of its own: an answer that comes
 * when it is over says nothing of the one that took its address since.
 */
final class Registrations {
  static final int MOST = 200;
  private static final String AFTER = "after";

  private final Seat seat;
  private final FeedSeat feeds;
  private final Consumer<String> say;
  private final Map<String, Registration> addresses = new HashMap<>(4);

  /** Compared by identity. */
  private static final class Registration {}

  Registrations(Seat seat, FeedSeat feeds, Consumer<String> say) {
    this.seat = seat;
    this.feeds = feeds;
    this.say = say;
  }

  void add(Register register) {
    String address = register.address();
    refusal(address)
        .ifPresentOrElse(
            word -> say.accept(Answers.error(word, Optional.of(Address.shortened(address)))),
            () -> permitted(address, register.headers()));
  }

  private Optional<String> refusal(String address) {
    if (address.length() > Address.LONGEST) {
      return Optional.of("max_address_length_reached");
    }
    if (addresses.containsKey(address)) {
      return Optional.of("address_already_registered");
    }
    return addresses.size() < MOST ? Optional.empty() : Optional.of("max_handlers_reached");
  }

  private void permitted(String address, JsonObject headers) {
    Optional<Address> known = Address.of(address);
    if (known.isEmpty()) {
      say.accept(Answers.error("access_denied", Optional.of(address)));
      return;
    }
    switch (known.get()) {
      case Address.Room room -> room(address, room.id(), headers);
      case Address.Feed feed -> feed(address, feed.subject(), headers);
      case Address.Rooms rooms -> addresses.put(address, new Registration());
      case Address.NewRooms rooms -> newRooms(address);
      case Address.People people -> addresses.put(address, new Registration());
    }
  }

  private void newRooms(String address) {
    addresses.put(address, new Registration());
    seat.news(true);
  }

  private void room(String address, String room, JsonObject headers) {
    JsonObject watching = new JsonObject().put("kind", "watching").put("room", room);
    follow(address, headers, watching, after -> seat.watch(room, after));
  }

  private void feed(String address, String subject, JsonObject headers) {
    JsonObject following = new JsonObject().put("kind", "following").put("feed", subject);
    follow(address, headers, following, after -> feeds.follow(subject, after));
  }

  /** From where on the client hears everything: with that it can resume before anything came. */
  private void follow(
      String address,
      JsonObject headers,
      JsonObject answer,
      Function<OptionalLong, Future<Long>> what) {
    Optional<OptionalLong> after = after(headers.getValue(AFTER));
    if (after.isEmpty()) {
      say.accept(Answers.error("invalid_after", Optional.of(address)));
      return;
    }
    Registration registration = new Registration();
    addresses.put(address, registration);
    what.apply(after.get())
        .onSuccess(begin -> begun(address, registration, answer.put(AFTER, begin)))
        .onFailure(cause -> failed(address, registration, cause));
  }

  private void begun(String address, Registration registration, JsonObject answer) {
    if (addresses.get(address) == registration) {
      say.accept(Answers.received(address, answer));
    }
  }

  private void failed(String address, Registration registration, Throwable cause) {
    if (addresses.remove(address, registration)) {
      say.accept(Answers.failed(cause, Optional.of(address)));
    }
  }

  /** A number from 0, or its digits, because headers often are texts; empty where it is neither. */
  private static Optional<OptionalLong> after(@Nullable Object given) {
    if (given == null) {
      return Optional.of(OptionalLong.empty());
    }
    String digits = String.valueOf(given);
    return digits.matches("[0-9]{1,18}")
        ? Optional.of(OptionalLong.of(Long.parseLong(digits)))
        : Optional.empty();
  }

  void remove(String address) {
    if (addresses.remove(address) != null) {
      Address.of(address).ifPresent(this::unwatch);
    }
  }

  private void unwatch(Address address) {
    switch (address) {
      case Address.Room room -> seat.unwatch(room.id());
      case Address.Feed feed -> feeds.unfollow(feed.subject());
      case Address.Rooms rooms -> {}
      case Address.NewRooms rooms -> seat.news(false);
      case Address.People people -> {}
    }
  }

  /** There is room again behind the socket. */
  void writable() {
    feeds.writable();
  }

  /** The socket is closed; the seat in the hub is its owner's. */
  void close() {
    feeds.close();
  }

  /** This person came into a room. */
  void joined(ChatEvent event) {
    if (addresses.containsKey(Address.ROOMS)) {
      say.accept(Answers.received(Address.ROOMS, EventBody.of(event)));
    }
  }

  /** This person is no longer in a room, and has heard of it there. */
  void left(String room) {
    addresses.remove(Address.ofRoom(room));
  }
}
