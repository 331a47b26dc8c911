package io.foyer.platform.config;

import io.foyer.platform.config.Schema.Group;
import io.foyer.platform.config.Schema.Property;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads the tree of settings from the records that declare it. */
final class SchemaReader {
  private SchemaReader() {}

  /**
   * The tree below {@code root}.
   *
   * @throws IllegalStateException if two settings would have the same environment variable
   */
  static Group of(Class<?> root) {
    Group tree = group("", root, false, Optional.empty(), Optional.empty());
    Set<String> variables = new HashSet<>();
    tree.keys()
        .filter(key -> !variables.add(key.variable()))
        .forEach(
            key -> {
              throw new IllegalStateException("two settings are " + key.variable());
            });
    return tree;
  }

  private static Group group(
      String path,
      Class<?> type,
      boolean optional,
      Optional<Description> description,
      Optional<Embedded> heading) {
    List<Schema> parts =
        Arrays.stream(type.getRecordComponents()).map(each -> part(path, each)).toList();
    return new Group(path, type, optional, parts, description, heading);
  }

  private static Schema part(String group, RecordComponent component) {
    String path = Schema.join(group, snakeCase(component.getName()));
    boolean optional = component.getType() == Optional.class;
    Type type = optional ? argument(component.getGenericType()) : component.getGenericType();
    Optional<Description> description = annotation(component, Description.class);
    if (type instanceof Class<?> record && record.isRecord() && record != HostPort.class) {
      Optional<Embedded> heading = annotation(component, Embedded.class);
      return group(heading.isPresent() ? group : path, record, optional, description, heading);
    }
    return new Property(
        path,
        type,
        optional,
        annotation(component, Default.class).map(Default::value),
        annotation(component, Range.class),
        annotation(component, DurationRange.class),
        component.isAnnotationPresent(ZeroMeansUnlimited.class),
        type.getTypeName().contains(Secret.class.getName()),
        description);
  }

  private static <A extends Annotation> Optional<A> annotation(
      RecordComponent component, Class<A> type) {
    return Optional.ofNullable(component.getAnnotation(type));
  }

  private static Type argument(Type optional) {
    return ((ParameterizedType) optional).getActualTypeArguments()[0];
  }

  private static String snakeCase(String camelCase) {
    return camelCase.replaceAll("([a-z0-9])([A-Z])", "$1_$2").toLowerCase(Locale.ROOT);
  }
}
