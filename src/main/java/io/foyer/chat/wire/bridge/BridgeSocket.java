package io.foyer.chat.wire.bridge;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.hub.Seat;
import io.foyer.chat.hub.SeatListener;
import io.foyer.chat.wire.bridge.BridgeMessage.Malformed;
import io.foyer.chat.wire.bridge.BridgeMessage.Ping;
import io.foyer.chat.wire.bridge.BridgeMessage.Register;
import io.foyer.chat.wire.bridge.BridgeMessage.Send;
import io.foyer.chat.wire.bridge.BridgeMessage.Unregister;
import io.foyer.chat.wire.bridge.Verb.Guest;
import io.foyer.chat.wire.plain.LongAnswers;
import io.foyer.chat.wire.plain.OpenSockets;
import io.foyer.chat.wire.plain.SocketGate.Known;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.config.Secret;
import io.foyer.platform.limits.LocalRateLimiter;
import io.foyer.platform.socket.SocketListener;
import io.foyer.platform.socket.WebSocketConnection;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Caller.Role;
import io.netty.buffer.ByteBuf;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * One connection that speaks the bridge protocol. Its messages are taken in their order; they wait
 * while it is being found out who it is, and while it does not read what it was answered.
 */
final class BridgeSocket implements SocketListener, SeatListener, OpenSockets.Guest {
  private static final Set<Role> WELCOME = Set.of(Role.USER, Role.ADMIN);
  private static final int GOING_DOWN = 1012;
  private static final int TRY_LATER = 1013;
  private static final int FORBIDDEN = 4403;
  private static final int UNSUPPORTED = 1003;
  private static final int FLOOD = 1008;
  private static final int NO_PROTOCOL = 4400;
  private static final int NOBODY = 4401;
  private static final int TOO_MANY = 4429;
  private static final int MOST_IN_FLIGHT = 256;

  /** Into how much less than the time until they may come back the closing of all is spread. */
  private static final int HASTE = 2;

  private final BridgeHouse house;
  private final WebSocketConnection socket;
  private final Framing framing;
  private final Intake intake = new Intake();
  private final Consumer<Caller> admitted;
  private final LocalRateLimiter localRateLimiter;
  private final LongAnswers longAnswers;
  private Optional<Guest> guest = Optional.empty();
  private Optional<Registrations> registrations = Optional.empty();
  private Optional<Secret> token = Optional.empty();
  private boolean beingFoundOut;
  private boolean notJudged;
  private boolean closed;
  private boolean heldBack;
  private int inFlight;

  /**
   * A connection of which nothing is known yet.
   *
   * @param admitted is told who it is, once
   */
  BridgeSocket(
      BridgeHouse house, WebSocketConnection socket, Framing framing, Consumer<Caller> admitted) {
    this.house = house;
    this.socket = socket;
    this.framing = framing;
    this.admitted = admitted;
    this.localRateLimiter = house.flow();
    this.longAnswers = new LongAnswers(socket);
  }

  /** Waits for what the request has said of who it is, and not for ever. */
  void expect(Future<Optional<Known>> known) {
    beingFoundOut = true;
    house.later(house.signInWithin().toMillis(), () -> socket.execute(this::timeIsOver));
    known.onComplete(found -> socket.execute(() -> expected(found)));
  }

  private void expected(AsyncResult<Optional<Known>> found) {
    if (closed) {
      return;
    }
    beingFoundOut = false;
    if (found.failed()) {
      turnAway(found.cause());
      return;
    }
    found.result().ifPresent(this::admit);
    work();
  }

  /** Only another log-in helps whoever is denied; everybody else may come back. */
  private void turnAway(Throwable cause) {
    if (denied(cause)) {
      socket.close(NOBODY, "not known");
    } else {
      socket.close(TRY_LATER, "try again later");
    }
  }

  private static boolean denied(Throwable cause) {
    return cause instanceof ProblemException known && known.problem() instanceof Problem.Denied;
  }

  /** This is who it is, from now on. */
  private void admit(Known known) {
    Caller caller = known.caller();
    if (!WELCOME.contains(caller.role())) {
      socket.close(FORBIDDEN, "people only");
      return;
    }
    // First to be told of an ended log-in, then to ask for it: else one could slip through.
    if (!house.open().add(this, caller)) {
      socket.close(TOO_MANY, "too many connections of this account");
      return;
    }
    admitted.accept(caller);
    Seat seat = house.hub().sit(caller, socket, house.wire(framing), this);
    guest = Optional.of(new Guest(caller, seat));
    registrations =
        Optional.of(new Registrations(seat, house.feeds(caller, socket, framing), this::say));
    token = known.token();
    house.signIn().still(caller).onFailure(this::turnAway);
  }

  /** For whoever had to say who he is. One whose credential could not be judged may try again. */
  private void timeIsOver() {
    if (guest.isPresent() || closed) {
      return;
    }
    if (beingFoundOut || notJudged) {
      socket.close(TRY_LATER, "try again later");
    } else {
      socket.close(NOBODY, "not logged in");
    }
  }

  @Override
  public void text(String frame) {
    Optional<List<String>> messages = framing.unwrap(frame);
    if (messages.isEmpty()) {
      socket.close(NO_PROTOCOL, "no SockJS frame");
    } else if (messages.get().stream().allMatch(intake::add)) {
      work();
    } else {
      socket.close(FLOOD, "too much at once");
    }
  }

  @Override
  public void binary(ByteBuf message) {
    socket.close(UNSUPPORTED, "text only");
  }

  @Override
  public void writable() {
    longAnswers.writable();
    guest.ifPresent(it -> house.hub().writable(it.seat()));
    registrations.ifPresent(Registrations::writable);
    work();
  }

  @Override
  public void loggedOut() {
    socket.close(NOBODY, "the log-in has ended");
  }

  @Override
  public void look() {
    token.ifPresent(it -> house.signIn().lookAgain(it, this));
  }

  /**
   * The protocol has no word for when to come back, and most clients do so at once: so they are
   * closed one after the other. Whoever reads the reason waits for the rest.
   */
  @Override
  public void goingDown(long reconnectMillis) {
    long open = reconnectMillis / HASTE;
    String reason = "this node goes down, come back in %d ms".formatted(reconnectMillis - open);
    house.later(open, () -> socket.close(GOING_DOWN, reason));
  }

  @Override
  public void closed() {
    closed = true;
    house.open().remove(this);
    guest.ifPresent(it -> it.seat().close());
    registrations.ifPresent(Registrations::close);
  }

  @Override
  public void joined(ChatEvent event) {
    registrations.ifPresent(it -> it.joined(event));
  }

  @Override
  public void left(ChatEvent event) {
    registrations.ifPresent(it -> it.left(event.room()));
  }

  private void work() {
    while (!closed && !beingFoundOut && !heldBack && socket.writable()) {
      Optional<String> next = intake.next();
      if (next.isEmpty()) {
        return;
      }
      take(BridgeMessage.parse(next.get()));
    }
  }

  private void take(BridgeMessage message) {
    Duration wait = message instanceof Ping ? Duration.ZERO : localRateLimiter.tryAcquire();
    if (!wait.isZero()) {
      say(Answers.problem(new Problem.TooMany("Too fast.", wait), answerAddress(message)));
      return;
    }
    switch (message) {
      case Ping ping -> {} // its own client would warn of an answer
      case Malformed broken -> say(Answers.error(broken.error(), Optional.empty()));
      case Register register -> identified(message, register.headers());
      case Unregister unregister -> act(message);
      case Send send -> identified(message, send.headers());
    }
  }

  /** Where the client looks for the answer to a message. */
  private static Optional<String> answerAddress(BridgeMessage message) {
    return switch (message) {
      case Ping ping -> Optional.empty();
      case Malformed broken -> Optional.empty();
      case Register register -> Optional.of(Address.shortened(register.address()));
      case Unregister unregister -> Optional.of(Address.shortened(unregister.address()));
      case Send send -> send.replyAddress();
    };
  }

  private void identified(BridgeMessage message, JsonObject headers) {
    if (guest.isPresent()) {
      act(message);
      return;
    }
    Optional<String> given = Tokens.in(headers);
    if (given.isEmpty()) {
      refuse(message);
      return;
    }
    beingFoundOut = true;
    house
        .signIn()
        .token(given.get())
        .onComplete(found -> socket.execute(() -> foundOut(found, message)));
  }

  private void foundOut(AsyncResult<Known> found, BridgeMessage message) {
    if (closed) {
      return;
    }
    beingFoundOut = false;
    if (found.succeeded()) {
      admit(found.result());
      guest.ifPresent(now -> act(message));
    } else {
      notJudged = !denied(found.cause());
      say(Answers.failed(found.cause(), answerAddress(message)));
    }
    work();
  }

  private void act(BridgeMessage message) {
    if (guest.isEmpty()) {
      refuse(message);
      return;
    }
    switch (message) {
      case Register register -> registrations.ifPresent(it -> it.add(register));
      case Unregister unregister -> registrations.ifPresent(it -> it.remove(unregister.address()));
      case Send send -> send(guest.get(), send);
      case Ping ping -> {}
      case Malformed broken -> {}
    }
  }

  private void refuse(BridgeMessage message) {
    Problem nobody = new Problem.Denied("Log in first.");
    say(Answers.problem(nobody, answerAddress(message)));
  }

  private void send(Guest from, Send send) {
    Optional<Verb> verb = house.verb(send.address());
    if (verb.isEmpty()) {
      say(Answers.error("access_denied", send.replyAddress()));
    } else if (verb.get().lengthy() ? !longAnswers.begin() : inFlight == MOST_IN_FLIGHT) {
      Problem flood = new Problem.TooMany("Too much at once.", LongAnswers.AGAIN);
      say(Answers.problem(flood, send.replyAddress()));
    } else if (verb.get().holdsBack()) {
      heldBack = true;
      begun(verb.get(), from, send, done -> longAnswer(done, send));
    } else if (verb.get().lengthy()) {
      begun(verb.get(), from, send, done -> longAnswers.ready(() -> answer(done, send)));
    } else {
      inFlight++;
      begun(verb.get(), from, send, done -> shortAnswer(done, send));
    }
  }

  private void begun(Verb verb, Guest from, Send send, Consumer<AsyncResult<JsonObject>> then) {
    Verb.guarded(verb, from, send.body().orElseGet(JsonObject::new))
        .onComplete(done -> socket.execute(() -> then.accept(done)));
  }

  private void shortAnswer(AsyncResult<JsonObject> done, Send send) {
    inFlight--;
    answer(done, send);
  }

  /** What came meanwhile is taken now, or when the client has read this. */
  private void longAnswer(AsyncResult<JsonObject> done, Send send) {
    heldBack = false;
    answer(done, send);
    work();
  }

  private void answer(AsyncResult<JsonObject> done, Send send) {
    Optional<String> replyAddress = send.replyAddress();
    if (done.failed()) {
      say(Answers.failed(done.cause(), replyAddress));
    } else {
      replyAddress.ifPresent(it -> say(Answers.received(it, done.result())));
    }
  }

  private void say(String message) {
    if (!closed) {
      socket.send(framing.wrap(List.of(message)));
    }
  }
}
