package io.foyer.accounts.external;

import io.foyer.accounts.ExternalUser;
import io.foyer.platform.web.Caller.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Parses a user in the external server's JSON: {@code {user, type, name, about, roles}}. */
final class ExternalUserJson {
  private ExternalUserJson() {}

  /**
   * Who this is. As ever, an answer without user or type, or with roles that say nothing to us,
   * names nobody.
   */
  static Optional<ExternalUser> read(JsonObject answer) {
    return text(answer, "user")
        .filter(user -> answer.getValue("type") instanceof Integer)
        .flatMap(user -> role(answer).map(role -> person(user, role, answer)));
  }

  private static ExternalUser person(String user, Role role, JsonObject answer) {
    return new ExternalUser(
        user, text(answer, "name").orElse(""), text(answer, "about").orElse(""), role);
  }

  private static Optional<String> text(JsonObject answer, String name) {
    return answer.getValue(name) instanceof String text && !text.isEmpty()
        ? Optional.of(text)
        : Optional.empty();
  }

  /** The most that its roles say. */
  private static Optional<Role> role(JsonObject answer) {
    Set<Object> roles =
        answer.getValue("roles") instanceof JsonArray array
            ? array.stream().collect(Collectors.toUnmodifiableSet())
            : Set.of();
    return Stream.of(Role.ADMIN, Role.SERVICE, Role.BOT, Role.USER)
        .filter(role -> roles.contains(role.wire()))
        .findFirst();
  }
}
