package io.foyer;

import io.vertx.core.Deployable;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A verticle of a feature, deployed on every node that has one of its roles.
 *
 * @param name for the log
 */
record Work(Set<Role> roles, Stage stage, String name, Supplier<Deployable> verticle) {
  Work {
    roles = Set.copyOf(roles);
  }

  static Work of(Role role, Stage stage, String name, Supplier<Deployable> verticle) {
    return new Work(EnumSet.of(role), stage, name, verticle);
  }

  /** On every node, whatever its roles. */
  static Work everywhere(Stage stage, String name, Supplier<Deployable> verticle) {
    return new Work(EnumSet.allOf(Role.class), stage, name, verticle);
  }

  /** Whether a node with these roles deploys it. */
  boolean isFor(Set<Role> those) {
    return roles.stream().anyMatch(those::contains);
  }
}
