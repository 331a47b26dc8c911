package io.foyer.platform.config;

import io.foyer.platform.config.Schema.Group;
import io.foyer.platform.config.Schema.Property;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The documentation of one setting in words, taken from its declaration. */
record SettingText(Property setting) {
  private static final Map<Type, String> TYPES =
      Map.of(
          String.class, "text",
          Secret.class, "secret",
          Duration.class, "duration",
          HostPort.class, "host:port",
          Cidr.class, "address or range",
          boolean.class, "true or false",
          int.class, "number",
          Path.class, "path",
          URI.class, "http(s) address");

  /**
   * The documentation of a part of the tree.
   *
   * @throws IllegalStateException naming a part that has none, or an incomplete one
   */
  static Description of(Schema part) {
    Description found =
        part.description()
            .filter(it -> it.value().matches("(?s)[A-Z].*\\."))
            .orElseThrow(() -> missing(part, "a sentence: @Description(\"…\")"));
    boolean optional =
        switch (part) {
          case Group group -> group.optional();
          case Property key -> key.optional();
        };
    if (optional && found.absent().isEmpty()) {
      throw missing(part, "what happens where it is not set: @Description(absent = \"…\")");
    }
    if (part instanceof Property key && key.fallback().isEmpty() && found.example().isEmpty()) {
      throw missing(part, "a value for the sample file: @Description(example = \"…\")");
    }
    return found;
  }

  private static IllegalStateException missing(Schema part, String what) {
    return new IllegalStateException(part.path() + " lacks " + what);
  }

  /** What it does. */
  String sentence() {
    return of(setting).value();
  }

  /** The kind of value, with its unit. */
  String type() {
    String name = name(setting.type());
    return of(setting).unit().isEmpty() ? name : name + " of" + unit();
  }

  /** The unit of a number, with a blank before it; empty where it has none. */
  String unit() {
    String unit = of(setting).unit();
    return unit.isEmpty() ? "" : " " + unit;
  }

  private static String name(Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic.getRawType() == List.class
          ? "list, each: " + name(generic.getActualTypeArguments()[0])
          : "names with one or more secrets each";
    }
    if (type instanceof Class<?> kind && kind.isEnum()) {
      return "word";
    }
    return Optional.ofNullable(TYPES.get(type))
        .orElseThrow(() -> new IllegalStateException("no words for " + type.getTypeName()));
  }

  /** The allowed values; empty where any value of the type is. */
  Optional<String> allowed() {
    String said = of(setting).allowed();
    if (!said.isEmpty()) {
      return Optional.of(said);
    }
    if (setting.name().equals("port")) {
      return Optional.of("1 to 65535");
    }
    return setting
        .bounds()
        .map(it -> it.least() + " to " + it.most())
        .or(() -> setting.range().map(this::range))
        .or(() -> words(setting.type()));
  }

  private String range(DurationRange range) {
    String text =
        range.most().isEmpty()
            ? range.least() + " or longer"
            : range.least() + " to " + range.most();
    return setting.endless() ? text + ", or 0s" : text;
  }

  private static Optional<String> words(Type type) {
    Type element =
        type instanceof ParameterizedType generic ? generic.getActualTypeArguments()[0] : type;
    return element instanceof Class<?> kind && kind.isEnum()
        ? Optional.of(
            Arrays.stream(kind.getEnumConstants())
                .map(each -> each.toString().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", ")))
        : Optional.empty();
  }

  /** What happens where it is not set; empty where it has a default or is required. */
  Optional<String> absent() {
    return setting.optional() ? Optional.of(of(setting).absent()) : Optional.empty();
  }

  /** Whether it must be set as soon as its group is in use. */
  boolean required() {
    return setting.fallback().isEmpty() && !setting.optional();
  }

  /** The value that the sample file shows, in YAML: the default, else an example. */
  String sample() {
    return setting
        .fallback()
        .map(text -> text.isEmpty() ? (isList() ? "[]" : "\"\"") : text)
        .orElseGet(() -> of(setting).example());
  }

  private boolean isList() {
    return setting.type() instanceof ParameterizedType generic
        && generic.getRawType() == List.class;
  }
}
