package io.foyer.platform.outbox;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Optional;

/**
 * A message to be written into the outbox. Subject, version, kind, channel and recipient identify
 * it: a second message with the same five is not written.
 *
 * @param subject id of what it is about, such as a meeting
 * @param version version of the subject that it announces
 * @param kind type of the message, such as {@code reminder}; a message is cancelled by its kind
 * @param channel channel that sends it
 * @param recipient recipient's address on that channel
 * @param sender identity that it is sent from; empty for the channel's own
 * @param payload data that the channel renders
 * @param held whether it waits until it is released
 * @param expiresAt when it becomes pointless and is no longer sent
 * @param resendUntil until when it may be sent a second time after a lost answer
 */
public record NewMessage(
    String subject,
    long version,
    String kind,
    String channel,
    String recipient,
    Optional<String> sender,
    JsonObject payload,
    boolean held,
    Instant expiresAt,
    Instant resendUntil) {}
