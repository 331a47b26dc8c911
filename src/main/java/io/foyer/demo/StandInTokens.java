package io.foyer.demo;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Access tokens issued by the intranet's stand-in. */
final class StandInTokens {
  private final Map<String, Instant> ends = new ConcurrentHashMap<>();
  private volatile Duration life = Duration.ofHours(2);

  void live(Duration howLong) {
    life = howLong;
  }

  void revokeAll() {
    ends.clear();
  }

  JsonObject issue() {
    Instant now = Instant.now();
    ends.values().removeIf(now::isAfter);
    String token = UUID.randomUUID().toString();
    ends.put(token, now.plus(life));
    return new JsonObject()
        .put("access_token", token)
        .put("token_type", "bearer")
        .put("expires_in", life.toSeconds())
        .put("scope", "public")
        .put("created_at", now.getEpochSecond());
  }

  boolean accepts(Optional<String> authorization) {
    return authorization
        .filter(value -> value.startsWith("Bearer "))
        .map(value -> ends.get(value.substring("Bearer ".length())))
        .filter(end -> Instant.now().isBefore(end))
        .isPresent();
  }
}
