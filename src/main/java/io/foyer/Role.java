package io.foyer;

/** A role: a part of Foyer that may run on a separate node. */
public enum Role {
  HTTP,
  /** Sockets and streams of the chat; needs {@link #HTTP}. */
  CHAT,
  AMQP,
  NATS,
  TIMER,
  NOTIFY
}
