package io.foyer.accounts.wire;

import io.foyer.accounts.Account;
import io.foyer.platform.web.Caller.Role;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** An account in the legacy chat API: a type, and roles, one of which is derived from the type. */
final class ChatPerson {
  static final int USER = 1;
  static final int SERVICE = 2;
  static final int BOT = 3;

  private ChatPerson() {}

  /** The type of a role. */
  static int type(Role role) {
    return switch (role) {
      case USER, ADMIN -> USER;
      case SERVICE -> SERVICE;
      case BOT -> BOT;
    };
  }

  /** The role that an account of a type begins with; type 0, unknown, is a user. */
  static Role role(int type) {
    return switch (type) {
      case SERVICE -> Role.SERVICE;
      case BOT -> Role.BOT;
      default -> Role.USER;
    };
  }

  /** With its roles, for the account itself. */
  static JsonObject whole(Account account) {
    return brief(account).put("roles", roles(account.role()));
  }

  /** Public form, without roles. */
  static JsonObject brief(Account account) {
    return new JsonObject()
        .put("user", account.id())
        .put("type", type(account.role()))
        .put("name", account.name())
        .put("about", account.about());
  }

  private static JsonArray roles(Role role) {
    return switch (role) {
      case ADMIN -> JsonArray.of("admin", "user");
      case USER, SERVICE, BOT -> JsonArray.of(role.wire());
    };
  }
}
