package io.foyer.platform.outbox;

import io.vertx.core.json.JsonObject;
import java.time.Instant;

/**
 * One effect that must leave the house once.
 *
 * @param id its own id, stable over all attempts: the key by which a channel may recognise it
 * @param subject what it is about, a meeting's id
 * @param version the version of the subject it announces
 * @param kind what it says, such as {@code reminder}
 * @param channel who carries it, such as {@code slack_that}
 * @param recipient whom it reaches on that channel
 * @param payload what the channel needs to write it
 * @param attempt 1 for the first call
 * @param expiresAt from then on it is not worth sending
 * @param answerLost whether an earlier attempt may have arrived
 * @param fence proves the right to finish it
 */
public record OutboxMessage(
    String id,
    String subject,
    long version,
    String kind,
    String channel,
    String recipient,
    JsonObject payload,
    int attempt,
    Instant expiresAt,
    boolean answerLost,
    long fence) {}
