package io.foyer.platform.outbox;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * A message of the transactional outbox, claimed for sending.
 *
 * @param id id that is stable over all attempts: the idempotency key for channels that deduplicate
 * @param subject id of what it is about, such as a meeting
 * @param version version of the subject that it announces
 * @param kind type of the message, such as {@code reminder}
 * @param channel channel that sends it, such as {@code slack_that}
 * @param recipient recipient's address on that channel
 * @param sender identity that it is sent from; empty for the channel's own
 * @param payload data that the channel renders
 * @param attempt 1 for the first attempt
 * @param expiresAt when it becomes pointless and is no longer sent
 * @param answerLost whether an earlier attempt may have been delivered
 * @param fence fencing token; only its holder can settle the message
 */
public record OutboxMessage(
    String id,
    String subject,
    long version,
    String kind,
    String channel,
    String recipient,
    Optional<String> sender,
    JsonObject payload,
    int attempt,
    Instant expiresAt,
    boolean answerLost,
    long fence) {}
