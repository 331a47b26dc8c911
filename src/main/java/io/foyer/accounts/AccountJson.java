package io.foyer.accounts;

import io.foyer.platform.web.Caller;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** Writes accounts and sessions as JSON of {@code /api/v2}. */
final class AccountJson {
  private AccountJson() {}

  /** For lists. */
  static JsonObject brief(Account account, Caller reader) {
    JsonObject json =
        new JsonObject()
            .put("id", account.id())
            .put("handle", account.handle())
            .put("name", account.name())
            .put("about", account.about())
            .put("role", account.role().wire())
            .put("disabled", account.disabledAt().isPresent())
            .put("createdAt", account.createdAt().toString());
    return maySeeAll(account, reader) ? json.put("email", account.email()) : json;
  }

  /** With the identities, for those who may see them. */
  static JsonObject whole(Account account, Caller reader) {
    JsonObject json = brief(account, reader);
    return maySeeAll(account, reader) ? json.put("identities", identities(account)) : json;
  }

  /** As its owner sees it. */
  static JsonObject own(Account account) {
    return brief(account, owner(account)).put("identities", identities(account));
  }

  private static Caller owner(Account account) {
    return new Caller(account.id(), account.handle(), account.role(), java.util.Optional.empty());
  }

  private static boolean maySeeAll(Account account, Caller reader) {
    return reader.role() == Caller.Role.ADMIN || reader.account().equals(account.id());
  }

  private static JsonArray identities(Account account) {
    JsonArray identities = new JsonArray();
    account
        .identities()
        .forEach(
            it ->
                identities.add(
                    new JsonObject().put("provider", it.provider()).put("subject", it.subject())));
    return identities;
  }

  static JsonObject session(Session session, boolean current) {
    return new JsonObject()
        .put("id", session.id())
        .put("carrier", session.carrier().label())
        .put("createdAt", session.createdAt().toString())
        .put("seenAt", session.seenAt().toString())
        .put("expiresAt", session.expiresAt().toString())
        .put("agent", session.agent())
        .put("address", session.address())
        .put("current", current);
  }
}
