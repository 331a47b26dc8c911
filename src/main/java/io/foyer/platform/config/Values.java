package io.foyer.platform.config;

import io.foyer.platform.config.Schema.Property;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns what a source says into the value that a record wants. */
final class Values {
  private static final String FOR_EVER = "0s";

  private Values() {}

  /**
   * The value; wrapped where the setting is optional.
   *
   * @throws IllegalArgumentException if it is wrong, saying what it must be
   * @throws ConfigException if parts of it are wrong
   */
  static Object read(Property key, ConfigNode node) {
    if (!key.optional()) {
      return value(key, node);
    }
    boolean empty =
        !key.secret() && node instanceof ConfigNode.Scalar scalar && scalar.text().isEmpty();
    return empty ? Optional.empty() : Optional.of(value(key, node));
  }

  private static Object value(Property key, ConfigNode node) {
    if (key.type() instanceof ParameterizedType generic) {
      if (generic.getRawType() == Map.class) {
        return SecretMap.read(node);
      }
      if (generic.getRawType() == List.class) {
        return list(key, generic.getActualTypeArguments()[0], node);
      }
    }
    String text = text(node);
    if (key.type() == String.class && text.isEmpty() && !key.fallback().equals(Optional.of(""))) {
      throw new IllegalArgumentException("must not be empty");
    }
    if (key.endless() && text.equals(FOR_EVER)) {
      return Duration.ZERO;
    }
    Object value = Scalars.read(key.type(), key.name(), text);
    key.bounds().ifPresent(bounds -> check(value, bounds));
    key.range().ifPresent(range -> check(value, range, key.endless()));
    return value;
  }

  private static void check(Object value, Range bounds) {
    if (value instanceof Integer number && (number < bounds.least() || number > bounds.most())) {
      throw new IllegalArgumentException(
          "must be between " + bounds.least() + " and " + bounds.most());
    }
  }

  private static void check(Object value, DurationRange range, boolean endless) {
    if (value instanceof Duration duration && !contains(range, duration)) {
      String allowed =
          range.most().isEmpty()
              ? range.least() + " or longer"
              : "between " + range.least() + " and " + range.most();
      throw new IllegalArgumentException(
          "must be " + allowed + (endless ? ", or " + FOR_EVER + " for ever" : ""));
    }
  }

  private static boolean contains(DurationRange range, Duration duration) {
    return duration.compareTo(Durations.parse(range.least())) >= 0
        && (range.most().isEmpty() || duration.compareTo(Durations.parse(range.most())) <= 0);
  }

  private static List<Object> list(Property key, Type element, ConfigNode node) {
    List<String> texts =
        node instanceof ConfigNode.Items items
            ? items.nodes().stream().map(Values::text).toList()
            : Arrays.stream(text(node).split(",", -1)).map(String::strip).toList();
    if (texts.equals(List.of(""))) {
      return List.of();
    }
    return texts.stream().map(text -> Scalars.read(element, key.name(), text)).distinct().toList();
  }

  /** The text of a single value; that of a key without one is empty. */
  static String text(ConfigNode node) {
    return switch (node) {
      case ConfigNode.Scalar scalar -> scalar.text();
      case ConfigNode.Nothing nothing -> "";
      case ConfigNode.Items items -> throw new IllegalArgumentException("must be a single value");
      case ConfigNode.Tree tree -> throw new IllegalArgumentException("must be a single value");
    };
  }
}
