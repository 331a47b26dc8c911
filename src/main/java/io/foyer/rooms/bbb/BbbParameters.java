package io.foyer.rooms.bbb;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Parameters of a call, in the order in which they were added. {@code false} and 0 are values like
 * any other; only what was not set is left out.
 */
public final class BbbParameters {
  private final Map<String, String> values = new LinkedHashMap<>();

  /** Sets a text. */
  public BbbParameters with(String name, String value) {
    values.put(name, value);
    return this;
  }

  /** Sets a text, if there is one. */
  public BbbParameters with(String name, Optional<String> value) {
    value.ifPresent(it -> values.put(name, it));
    return this;
  }

  /** Sets a switch. */
  public BbbParameters with(String name, boolean value) {
    return with(name, Boolean.toString(value));
  }

  /** Sets a number. */
  public BbbParameters with(String name, long value) {
    return with(name, Long.toString(value));
  }

  /** Sets all of these. */
  public BbbParameters withAll(Map<String, String> more) {
    values.putAll(more);
    return this;
  }

  /** Encoded as a form encodes them (WHATWG URL, 5.2). */
  String query() {
    return values.entrySet().stream()
        .map(each -> encode(each.getKey()) + "=" + encode(each.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
