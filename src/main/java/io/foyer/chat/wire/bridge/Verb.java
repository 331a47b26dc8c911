package io.foyer.chat.wire.bridge;

import io.foyer.chat.hub.Seat;
import io.foyer.platform.web.Caller;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/** What answers at an address to which clients send. */
@FunctionalInterface
public interface Verb {
  /**
   * Does what is asked, if this person may.
   *
   * @return the body of the answer; fails with a {@code Problem}
   */
  Future<JsonObject> answer(Guest guest, JsonObject body);

  /** Whether its answers may be long: of these, few are under way at once. */
  default boolean lengthy() {
    return false;
  }

  /** Whether what is asked after it waits until it is answered. */
  default boolean holdsBack() {
    return false;
  }

  /** A verb whose answers may be long and are asked for many at once: made one by one. */
  static Verb oneByOne(Verb verb) {
    return new Verb() {
      @Override
      public Future<JsonObject> answer(Guest guest, JsonObject body) {
        return verb.answer(guest, body);
      }

      @Override
      public boolean holdsBack() {
        return true;
      }
    };
  }

  /** A verb whose answers may be long. */
  static Verb withLongAnswers(Verb verb) {
    return new Verb() {
      @Override
      public Future<JsonObject> answer(Guest guest, JsonObject body) {
        return verb.answer(guest, body);
      }

      @Override
      public boolean lengthy() {
        return true;
      }
    };
  }

  /** The same, where what it throws is a failure too. */
  static Future<JsonObject> guarded(Verb verb, Guest guest, JsonObject body) {
    return Future.succeededFuture(body).compose(asked -> verb.answer(guest, asked));
  }

  /** Who asks, and where he sits. */
  record Guest(Caller caller, Seat seat) {}
}
