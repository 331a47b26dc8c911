package io.foyer.evaluations.intra;

import io.foyer.evaluations.intra.IntraFailure.Unavailable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * Strict JSON reader for the intranet's responses. A malformed response fails with {@link
 * Unavailable}, because a retry may succeed.
 */
final class Json {
  /** Bounds what arithmetic on seconds and ids has to bear: the year 33658. */
  private static final long LARGEST_SECONDS = 1_000_000_000_000L;

  private Json() {}

  static JsonObject object(Buffer body) {
    if (decode(body) instanceof JsonObject object) {
      return object;
    }
    throw malformed("not an object");
  }

  static JsonArray array(Buffer body) {
    if (decode(body) instanceof JsonArray array) {
      return array;
    }
    throw malformed("not an array");
  }

  private static Object decode(Buffer body) {
    try {
      Object value = io.vertx.core.json.Json.decodeValue(body);
      return value == null ? "null" : value;
    } catch (DecodeException e) {
      throw malformed("not JSON");
    }
  }

  /** A member that must be a string with something in it. */
  static String text(JsonObject object, String key) {
    return optionalText(object, key).orElseThrow(() -> malformed(key + " is not a text"));
  }

  /** A member if it is a string with something in it. */
  static Optional<String> optionalText(JsonObject object, String key) {
    return object.getValue(key) instanceof String text && !text.isBlank()
        ? Optional.of(text)
        : Optional.empty();
  }

  /** A member that must be a whole positive number. */
  static long id(JsonObject object, String key) {
    if (object.getValue(key) instanceof Number number
        && isWhole(number)
        && number.longValue() > 0) {
      return number.longValue();
    }
    throw malformed(key + " is not an id");
  }

  /** A member if it is a number of seconds that can be reckoned with. */
  static Optional<Long> number(JsonObject object, String key) {
    return object.getValue(key) instanceof Number number
            && number.longValue() >= 0
            && number.longValue() < LARGEST_SECONDS
        ? Optional.of(number.longValue())
        : Optional.empty();
  }

  private static boolean isWhole(Number number) {
    return number instanceof Integer || number instanceof Long;
  }

  /** Describes the error, never the value. */
  static Unavailable malformed(String what) {
    return new Unavailable("the intranet's answer is malformed: " + what);
  }
}
