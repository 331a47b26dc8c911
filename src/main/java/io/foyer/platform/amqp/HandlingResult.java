package io.foyer.platform.amqp;

/** Result of handling a delivery. A temporary failure is a failed future instead. */
public sealed interface HandlingResult {
  /** Handled and committed: acknowledge it. */
  record Done() implements HandlingResult {}

  /** Not relevant: acknowledge it. {@code reason} is a constant, never the body. */
  record Ignored(String reason) implements HandlingResult {}

  /** Can never be handled: dead-letter it with {@code reason}, then acknowledge it. */
  record Poison(String reason) implements HandlingResult {}
}
