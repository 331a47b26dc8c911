package io.foyer.chat.wire.plain;

import io.foyer.chat.RoomPage;
import io.foyer.chat.wire.plain.SocketGate.Known;
import io.foyer.platform.ProblemException;
import io.foyer.platform.socket.WebSocketConnection;
import io.foyer.platform.web.Caller.Role;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out who a connection is. Sends nothing meanwhile, whatever comes: it ends in a {@link
 * Conversation} or in a closed socket.
 */
final class Arriving implements Stage {
  private static final Logger log = LoggerFactory.getLogger(Arriving.class);

  /** How long it may take until it is known who a connection is. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int MOST_WAITING = 16;
  private static final Set<Role> WELCOME = Set.of(Role.USER, Role.ADMIN);

  private final Desk desk;
  private final WebSocketConnection socket;
  private final Future<Optional<Known>> known;
  private final Consumer<Conversation> then;
  private final Duration patience;
  private final Deque<Asked> waiting = new ArrayDeque<>(0);
  private Optional<Asked.Hello> hello = Optional.empty();
  private Optional<Conversation> conversation = Optional.empty();
  private long timer;
  private boolean over;

  Arriving(
      Desk desk,
      WebSocketConnection socket,
      Future<Optional<Known>> known,
      Consumer<Conversation> then,
      Duration patience) {
    this.patience = patience;
    this.desk = desk;
    this.socket = socket;
    this.known = known;
    this.then = then;
  }

  void begin() {
    timer = desk.vertx().setTimer(patience.toMillis(), id -> socket.execute(this::timeIsOver));
    known.onFailure(cause -> socket.execute(() -> failed(cause)));
  }

  /** Whoever has said who he is waits for us, and may try again; another log-in would not help. */
  private void timeIsOver() {
    if (hello.isPresent() || !known.isComplete()) {
      refuse(Status.TRY_LATER, "try again later");
    } else {
      refuse(Status.UNKNOWN, "nobody said who this is");
    }
  }

  @Override
  public void take(Asked asked) {
    if (over) {
      return;
    }
    if (hello.isPresent()) {
      queue(asked);
    } else if (asked instanceof Asked.Hello first && first.version() == Answers.VERSION) {
      hello = Optional.of(first);
      identify(first)
          .onComplete(
              who -> socket.execute(() -> enter(who, first)),
              cause -> socket.execute(() -> failed(cause)));
    } else {
      refuse(Status.OFFENCES, "hello of version 1 comes first");
    }
  }

  private void queue(Asked asked) {
    if (waiting.size() == MOST_WAITING) {
      refuse(Status.OFFENCES, "wait for welcome");
    } else {
      waiting.add(asked);
    }
  }

  @Override
  public void refuse(Asked asked, Duration wait) {
    refuse(Status.OFFENCES, "wait for welcome");
  }

  private Future<Known> identify(Asked.Hello first) {
    return known.compose(
        who ->
            who.map(Future::succeededFuture)
                .orElseGet(() -> desk.gate().bearer(first.token().orElse(""))));
  }

  private void enter(Known who, Asked.Hello first) {
    if (over) {
      return;
    }
    if (!WELCOME.contains(who.caller().role())) {
      refuse(Status.FORBIDDEN, "people only");
      return;
    }
    Conversation begun = new Conversation(desk, who, socket, first.all());
    conversation = Optional.of(begun);
    // First to be told of an ended log-in, then to ask for it: else one could slip through.
    if (!desk.open().add(begun, who.caller())) {
      refuse(Status.TOO_MANY, "too many connections of this account");
      return;
    }
    desk.gate()
        .still(who.caller())
        .compose(still -> desk.chat().rooms(still, true, Optional.empty(), Conversation.MOST_ROOMS))
        .onComplete(
            mine -> socket.execute(() -> talk(begun, mine, first)),
            cause -> socket.execute(() -> failed(cause)));
  }

  private void talk(Conversation begun, RoomPage mine, Asked.Hello first) {
    if (over) {
      return;
    }
    finish();
    then.accept(begun);
    begun.welcome(mine, first);
    waiting.forEach(begun::take);
    waiting.clear();
  }

  private void finish() {
    over = true;
    desk.vertx().cancelTimer(timer);
  }

  private void failed(Throwable cause) {
    if (SocketGate.denied(cause)) {
      refuse(Status.UNKNOWN, "not known");
      return;
    }
    if (!(cause instanceof ProblemException)) {
      log.atError().setCause(cause).log("a connection could not be let in");
    }
    refuse(Status.TRY_LATER, "try again later");
  }

  private void refuse(int status, String reason) {
    if (!over) {
      finish();
      socket.close(status, reason);
    }
  }

  @Override
  public void writable() {
    // nothing was sent
  }

  @Override
  public void closed() {
    finish();
    conversation.ifPresent(Conversation::closed);
  }
}
