package io.foyer.platform.config;

import io.foyer.platform.config.Lookup.Found;
import io.foyer.platform.config.Schema.Group;
import io.foyer.platform.config.Schema.Property;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Fills the records, and remembers for every setting where its value came from. */
final class Binder {
  private final Lookup lookup;
  private final Issues issues;
  private final List<Setting> settings = new ArrayList<>();

  Binder(Lookup lookup, Issues issues) {
    this.lookup = lookup;
    this.issues = issues;
  }

  /** Every setting met, in the order of the records. */
  List<Setting> settings() {
    return List.copyOf(settings);
  }

  /** The record of {@code group}; empty, with issues, where something in it is wrong. */
  Optional<Object> bind(Group group) {
    List<Object> values = new ArrayList<>();
    group.parts().forEach(part -> part(part).ifPresent(values::add));
    return values.size() == group.parts().size() ? construct(group, values) : Optional.empty();
  }

  private Optional<Object> part(Schema part) {
    return switch (part) {
      case Property key -> value(key);
      case Group group when !group.optional() -> bind(group);
      case Group group when group.keys().anyMatch(lookup::isSet) -> bind(group).map(Optional::of);
      case Group group -> absent(group);
    };
  }

  private Optional<Object> value(Property key) {
    try {
      Optional<Found> found = lookup.find(key);
      if (found.isPresent()) {
        Object value = Values.read(key, found.get().node());
        settings.add(Setting.of(key.path(), value, found.get().origin()));
        return Optional.of(value);
      }
      if (key.optional()) {
        return absent(key);
      }
      issues.missing(key.path());
    } catch (ConfigException e) {
      issues.addAll(key.path(), e);
    } catch (IllegalArgumentException e) {
      issues.add(key.path(), String.valueOf(e.getMessage()));
    }
    return Optional.empty();
  }

  private Optional<Object> absent(Schema part) {
    settings.add(new Setting(part.path(), Optional.empty(), "not set"));
    return Optional.of(Optional.empty());
  }

  private Optional<Object> construct(Group group, List<Object> values) {
    try {
      Class<?>[] types =
          Arrays.stream(group.type().getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      Constructor<?> constructor = group.type().getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return Optional.of(constructor.newInstance(values.toArray()));
    } catch (InvocationTargetException e) {
      refuse(group, e.getTargetException());
      return Optional.empty();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make a " + group.type().getName(), e);
    }
  }

  private void refuse(Group group, Throwable cause) {
    switch (cause) {
      case ConfigException several -> issues.addAll(group.path(), several);
      case IllegalArgumentException one ->
          issues.add(group.path(), String.valueOf(one.getMessage()));
      default -> throw new IllegalStateException("cannot make a " + group.type().getName(), cause);
    }
  }
}
