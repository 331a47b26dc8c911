package io.foyer.fault;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Locale;

/**
 * What a sender says once, however often it must say it.
 *
 * @param id travels as {@code X-Delivery}
 * @param updatedAt grows with every delivery of an evaluation: the latest is its final state
 */
record WebhookDelivery(String id, long evaluation, Kind kind, Instant beginAt, Instant updatedAt) {
  enum Kind {
    CREATE,
    UPDATE,
    DESTROY;

    /** The value of {@code X-Event}. */
    String event() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  long team() {
    return 1_000_000 + evaluation;
  }

  String corrector() {
    return "eva" + evaluation % 50;
  }

  JsonObject body() {
    JsonObject body =
        new JsonObject().put("id", evaluation).put("updated_at", updatedAt.toString());
    return kind == Kind.DESTROY
        ? body
        : body.put("begin_at", beginAt.toString())
            .put("team", new JsonObject().put("id", team()))
            .put("user", new JsonObject().put("login", corrector()));
  }
}
