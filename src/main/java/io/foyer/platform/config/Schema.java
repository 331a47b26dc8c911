package io.foyer.platform.config;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** A part of the tree of settings, as its records declare it. */
sealed interface Schema {
  /** Its path in the configuration file, such as {@code intra.app_id}; empty for the root. */
  String path();

  /** Its own name in the configuration file. */
  default String name() {
    return path().substring(path().lastIndexOf('.') + 1);
  }

  /** Its name in the environment. */
  default String variable() {
    return path().toUpperCase(Locale.ROOT).replace('.', '_');
  }

  /** Its documentation; empty where its record has none. */
  Optional<Description> description();

  /** Every key at or below it, in the order of the records. */
  Stream<Property> keys();

  /**
   * A record.
   *
   * @param optional absent while none of its keys is set
   * @param heading of an embedded record, whose parts have the path of the record around it
   */
  record Group(
      String path,
      Class<?> type,
      boolean optional,
      List<Schema> parts,
      Optional<Description> description,
      Optional<Embedded> heading)
      implements Schema {
    @Override
    public Stream<Property> keys() {
      return parts.stream().flatMap(Schema::keys);
    }

    /** Its parts as the configuration file shows them: those of embedded records stand here. */
    Stream<Schema> members() {
      return parts.stream()
          .flatMap(
              part ->
                  part instanceof Group group && group.heading().isPresent()
                      ? group.members()
                      : Stream.of(part));
    }

    Optional<Schema> member(String name) {
      return members().filter(part -> part.name().equals(name)).findFirst();
    }
  }

  /**
   * One setting.
   *
   * @param type of its value; of what is inside where it is optional
   * @param fallback the value where nobody sets it
   * @param bounds of a number
   * @param range of a duration
   * @param endless whether a duration may be nothing
   * @param secret whether its value must not be seen
   */
  record Property(
      String path,
      Type type,
      boolean optional,
      Optional<String> fallback,
      Optional<Range> bounds,
      Optional<DurationRange> range,
      boolean endless,
      boolean secret,
      Optional<Description> description)
      implements Schema {
    @Override
    public Stream<Property> keys() {
      return Stream.of(this);
    }

    /** The environment variable that names a file with the secret. */
    String fileVariable() {
      return variable() + "_FILE";
    }
  }

  /** Puts a name below a group. */
  static String join(String group, String name) {
    if (group.isEmpty() || name.isEmpty()) {
      return group + name;
    }
    return group + "." + name;
  }
}
