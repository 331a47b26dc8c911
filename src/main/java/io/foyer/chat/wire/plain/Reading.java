package io.foyer.chat.wire.plain;

import io.foyer.chat.ChatService;
import io.foyer.chat.History;
import io.foyer.platform.ProblemException;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads frames; never throws, whatever was sent. */
final class Reading {
  static final String MALFORMED = "malformed";
  static final String INVALID = "invalid";
  private static final int LONGEST_REF = 64;
  private static final int USUAL_PAGE = 50;

  private Reading() {}

  static Asked read(String text) {
    Object value;
    try {
      value = Json.decodeValue(text);
    } catch (DecodeException e) {
      return new Asked.Bad(Optional.empty(), MALFORMED, "A frame is a JSON object.");
    }
    return value instanceof JsonObject json
        ? read(json)
        : new Asked.Bad(Optional.empty(), MALFORMED, "A frame is a JSON object.");
  }

  private static Asked read(JsonObject json) {
    Optional<String> ref =
        json.getValue("ref") instanceof String text && isRef(text)
            ? Optional.of(text)
            : Optional.empty();
    try {
      return read(ref, new Fields(json));
    } catch (ProblemException e) {
      return new Asked.Bad(ref, INVALID, e.problem().detail());
    }
  }

  /** It is repeated in the answer, and half of a pair cannot be. */
  private static boolean isRef(String text) {
    return text.length() <= LONGEST_REF
        && text.codePoints()
            .noneMatch(it -> it >= Character.MIN_SURROGATE && it <= Character.MAX_SURROGATE);
  }

  private static Asked read(Optional<String> ref, Fields fields) {
    if (ref.isEmpty() && fields.json().getValue("ref") != null) {
      throw Fields.wrong("ref", "must be a text of at most 64 characters");
    }
    return switch (fields.text("type")) {
      case "hello" -> hello(ref, fields);
      case "watch" -> new Asked.Watch(ref, fields.room(), fields.numberIfAny("after"));
      case "unwatch" -> new Asked.Unwatch(ref, fields.room());
      case "follow" -> new Asked.Follow(ref, fields.feed(), fields.numberIfAny("after"));
      case "unfollow" -> new Asked.Unfollow(ref, fields.feed());
      case "send" ->
          new Asked.Send(ref, fields.room(), fields.text("clientMsgId"), fields.text("text"));
      case "history" -> history(ref, fields);
      case "people" -> new Asked.People(ref, fields.room());
      case "typing" -> new Asked.Typing(ref, fields.room(), fields.flag("on"));
      case "read" -> new Asked.Read(ref, fields.room(), fields.number("seq"));
      case "away" -> new Asked.Away(ref, fields.flag("away"));
      case "ping" -> new Asked.Ping(ref);
      default -> new Asked.Bad(ref, "unknown_type", "There is no such type.");
    };
  }

  private static Asked hello(Optional<String> ref, Fields fields) {
    boolean all = fields.all("rooms");
    return new Asked.Hello(
        ref,
        fields.number("v"),
        fields.textIfAny("token"),
        fields.resume("resume"),
        all,
        all ? List.of() : fields.rooms("rooms"));
  }

  /** A limit that is too high is lowered: who pages has to look at what came anyway. */
  private static Asked history(Optional<String> ref, Fields fields) {
    OptionalLong before = fields.numberIfAny("before");
    OptionalLong after = fields.numberIfAny("after");
    if (before.isPresent() && after.isPresent()) {
      throw Fields.wrong("before", "and after exclude each other");
    }
    long limit = fields.numberIfAny("limit").orElse(USUAL_PAGE);
    return new Asked.Page(
        ref, fields.room(), part(before, after), Math.clamp(limit, 1, ChatService.LONGEST_PAGE));
  }

  private static History.Part part(OptionalLong before, OptionalLong after) {
    if (after.isPresent()) {
      return new History.Part.After(after.getAsLong());
    }
    return before.isPresent() ? new History.Part.Before(before.getAsLong()) : History.Part.NEWEST;
  }
}
