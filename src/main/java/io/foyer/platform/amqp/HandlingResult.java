package io.foyer.platform.amqp;

/** What became of a delivery that was judged. A delivery that could not be is a failed future. */
public sealed interface HandlingResult {
  /** It is committed: acknowledge it. */
  record Done() implements HandlingResult {}

  /** It is not for us: acknowledge it. {@code reason} is a constant, never the body. */
  record Ignored(String reason) implements HandlingResult {}

  /** It can never succeed: keep it among the dead letters with {@code reason}, then acknowledge. */
  record Poison(String reason) implements HandlingResult {}
}
