package io.foyer.admin;

import java.time.Instant;
import java.util.Optional;

/**
 * One message to the outside, as an operator sees it.
 *
 * @param subject the meeting it is about
 * @param expiresAt from then on it is not worth sending
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
