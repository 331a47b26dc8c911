package io.foyer.platform.amqp;

/** What became of a delivery that was judged. A delivery that could not be is a failed future. */
public sealed interface Verdict {
  /** It is committed: acknowledge it. */
  record Done() implements Verdict {}

  /** It is not for us: acknowledge it. {@code reason} is a constant, never the body. */
  record Ignored(String reason) implements Verdict {}

  /** It can never succeed: keep it among the dead letters with {@code reason}, then acknowledge. */
  record Poison(String reason) implements Verdict {}
}
