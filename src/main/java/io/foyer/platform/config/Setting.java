package io.foyer.platform.config;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A setting as it is in effect.
 *
 * @param path where it stands, such as {@code postgres.host}
 * @param shown its value in YAML, secrets as {@code ***}; empty where it is not set
 * @param origin where the value came from: a place in a file, a variable, {@code default} …
 */
public record Setting(String path, Optional<String> shown, String origin) {
  private static final String PLAIN = "[A-Za-z0-9_./][A-Za-z0-9_./:-]*[A-Za-z0-9_./]|[A-Za-z0-9]";
  private static final String NOTHING = "(?i)null";

  static Setting of(String path, Object value, String origin) {
    if (value instanceof Optional<?> optional) {
      return new Setting(path, optional.map(Setting::show), origin);
    }
    return new Setting(path, Optional.of(show(value)), origin);
  }

  private static String show(Object value) {
    return switch (value) {
      case List<?> list ->
          list.stream().map(Setting::show).collect(Collectors.joining(", ", "[", "]"));
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> quote(entry.getKey().toString()) + ": " + show(entry.getValue()))
              .sorted()
              .collect(Collectors.joining(", ", "{", "}"));
      case Duration duration -> Durations.format(duration);
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
      default -> quote(value.toString());
    };
  }

  private static String quote(String text) {
    if (text.matches(PLAIN) && !text.matches(NOTHING)) {
      return text;
    }
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
