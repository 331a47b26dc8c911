package io.foyer.admin;

import java.time.Instant;
import java.util.Optional;

/**
 * An outbox message as shown to an operator.
 *
 * @param subject id of its meeting
 * @param expiresAt when it becomes pointless and is no longer sent
 */
public record OutboxLine(
    String id,
    String subject,
    long version,
    String channel,
    String recipient,
    String status,
    int attempts,
    Instant createdAt,
    Instant expiresAt,
    Optional<String> lastError) {}
