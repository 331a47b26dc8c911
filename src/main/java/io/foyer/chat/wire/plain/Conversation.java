package io.foyer.chat.wire.plain;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.RoomPage;
import io.foyer.chat.hub.Seat;
import io.foyer.chat.hub.SeatListener;
import io.foyer.chat.wire.plain.SocketGate.Known;
import io.foyer.feeds.FeedSeat;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.config.Secret;
import io.foyer.platform.db.Outage;
import io.foyer.platform.socket.Frames;
import io.foyer.platform.socket.WebSocketConnection;
import io.foyer.platform.web.Caller;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A connection of {@code /ws} that stands for somebody. On its socket's event loop. */
final class Conversation implements Stage, SeatListener, OpenSockets.Guest {
  private static final Logger log = LoggerFactory.getLogger(Conversation.class);
  static final int MOST_ROOMS = 200;

  /** How many frames may come from a client that reads nothing of what it is answered. */
  private static final int MOST_UNREAD = 500;

  private final Desk desk;
  private final Caller caller;
  private final WebSocketConnection socket;
  private final Optional<Secret> token;
  private final boolean all;
  private final Seat seat;
  private final FeedSeat feeds;
  private final LongAnswers pages;
  private final AnswerQueue presences;
  private int unread;

  /**
   * Sits down.
   *
   * @param all whether it watches the rooms its account comes into
   */
  Conversation(Desk desk, Known who, WebSocketConnection socket, boolean all) {
    this.desk = desk;
    this.caller = who.caller();
    this.socket = socket;
    this.token = who.token();
    this.all = all;
    this.pages = new LongAnswers(socket);
    this.presences = new AnswerQueue(socket);
    this.seat = desk.hub().sit(caller, socket, desk.wire(), this);
    this.feeds = desk.feeds().sit(caller, socket, desk.feedWire());
  }

  /** The first frame it hears; then the rooms it wanted. */
  void welcome(RoomPage mine, Asked.Hello hello) {
    say(Answers.welcome(caller, mine, hello.ref()));
    seat.news(true);
    Map<String, OptionalLong> wanted = new LinkedHashMap<>();
    hello.resume().forEach((room, after) -> wanted.put(room, OptionalLong.of(after)));
    hello.rooms().forEach(room -> wanted.putIfAbsent(room, OptionalLong.empty()));
    if (all) {
      mine.items().forEach(room -> wanted.putIfAbsent(room.id(), OptionalLong.empty()));
    }
    wanted.forEach((room, after) -> watch(room, after, Optional.empty()));
  }

  @Override
  public void take(Asked asked) {
    if (!socket.writable() && ++unread > MOST_UNREAD) {
      socket.close(Status.SLOW, "read what you are answered");
      return;
    }
    switch (asked) {
      case Asked.Hello it -> say(Answers.error(Reading.INVALID, "hello comes once", it.ref()));
      case Asked.Watch it -> watch(it.room(), it.after(), it.ref());
      case Asked.Unwatch it -> unwatch(it);
      case Asked.Follow it -> follow(it);
      case Asked.Unfollow it -> unfollow(it);
      case Asked.Send it -> send(it);
      case Asked.Page it -> page(it);
      case Asked.People it -> people(it);
      case Asked.Typing it -> seat.typing(it.room(), it.on());
      case Asked.Read it -> read(it);
      case Asked.Away it -> seat.away(it.away());
      case Asked.Ping it -> say(Answers.of(Said.PONG, it.ref()));
      case Asked.Bad it -> say(Answers.error(it.code(), it.message(), it.ref()));
    }
  }

  @Override
  public void refuse(Asked asked, Duration wait) {
    say(Answers.error(new Problem.TooMany("Slower, please.", wait), asked.ref()));
  }

  private void watch(String room, OptionalLong after, Optional<String> ref) {
    if (seat.rooms().size() >= MOST_ROOMS) {
      String message = "One connection watches " + MOST_ROOMS + " rooms at most.";
      say(Answers.error("rooms", message, ref).put("room", room));
      return;
    }
    // On this event loop, and before any event of the room: so says the seat.
    seat.watch(room, after)
        .onComplete(
            from -> say(Answers.watching(room, from, ref)),
            cause -> say(error(cause, ref).put("room", room)));
  }

  private void unwatch(Asked.Unwatch asked) {
    seat.unwatch(asked.room());
    say(Answers.unwatched(asked.room(), asked.ref()));
  }

  private void follow(Asked.Follow asked) {
    feeds
        .follow(asked.feed(), asked.after())
        .onComplete(
            from -> say(Answers.following(asked.feed(), from, asked.ref())),
            cause -> say(error(cause, asked.ref()).put("feed", asked.feed())));
  }

  private void unfollow(Asked.Unfollow asked) {
    feeds.unfollow(asked.feed());
    say(Answers.unfollowed(asked.feed(), asked.ref()));
  }

  private void send(Asked.Send asked) {
    answer(
        desk.chat().send(caller, asked.room(), Optional.of(asked.clientId()), asked.text()),
        asked.ref(),
        result -> say(Answers.ack(asked, result)));
  }

  private void page(Asked.Page asked) {
    if (!socket.writable() || !pages.begin()) {
      refuse(asked, LongAnswers.AGAIN);
      return;
    }
    desk.chat()
        .history(caller, asked.room(), asked.part(), asked.limit())
        .onComplete(
            found -> ready(() -> say(EventJson.history(asked, found))),
            cause -> ready(() -> say(error(cause, asked.ref()))));
  }

  private void ready(Runnable page) {
    socket.execute(() -> pages.ready(page));
  }

  private void people(Asked.People asked) {
    if (!presences.add(() -> answerPeople(asked))) {
      refuse(asked, LongAnswers.AGAIN);
    }
  }

  private void answerPeople(Asked.People asked) {
    seat.people(asked.room())
        .onComplete(
            found -> presenceReady(Answers.people(asked, found)),
            cause -> presenceReady(error(cause, asked.ref())));
  }

  private void presenceReady(JsonObject answer) {
    socket.execute(
        () -> {
          say(answer);
          presences.sent();
        });
  }

  private void read(Asked.Read asked) {
    answer(
        desk.chat().read(caller, asked.room(), asked.seq()),
        asked.ref(),
        read -> say(Answers.of(Said.OK, asked.ref()).put("seq", read)));
  }

  private <T> void answer(Future<T> work, Optional<String> ref, Consumer<T> then) {
    work.onComplete(
        result -> socket.execute(() -> then.accept(result)),
        cause -> socket.execute(() -> say(error(cause, ref))));
  }

  private static JsonObject error(Throwable failure, Optional<String> ref) {
    Throwable cause = Outage.toUnavailable(failure);
    if (cause instanceof ProblemException known) {
      return Answers.error(known.problem(), ref);
    }
    log.atError().setCause(cause).log("unexpected failure of a chat frame");
    return Answers.error("internal", "That is our fault.", ref);
  }

  private void say(JsonObject json) {
    say(json.toBuffer().getBytes());
  }

  private void say(byte[] frame) {
    socket.send(Frames.text(frame));
  }

  @Override
  public void joined(ChatEvent event) {
    if (all && !seat.rooms().contains(event.room())) {
      watch(event.room(), OptionalLong.of(event.seq() - 1), Optional.empty());
    }
  }

  @Override
  public void left(ChatEvent event) {
    say(Answers.unwatched(event.room(), Optional.empty()));
  }

  @Override
  public void loggedOut() {
    socket.close(Status.UNKNOWN, "the log-in has ended");
  }

  @Override
  public void look() {
    token.ifPresent(it -> desk.gate().lookAgain(it, this));
  }

  @Override
  public void goingDown(long reconnectMillis) {
    socket.execute(
        () -> {
          say(Answers.bye(reconnectMillis));
          socket.close(Status.GOING_DOWN, "this node goes down");
        });
  }

  @Override
  public void writable() {
    unread = 0;
    pages.writable();
    presences.writable();
    desk.hub().writable(seat);
    feeds.writable();
  }

  @Override
  public void closed() {
    desk.open().remove(this);
    presences.clear();
    seat.close();
    feeds.close();
  }
}
