package io.foyer;

/** A part of Foyer that may run on a node of its own. */
public enum Role {
  HTTP,
  /** Sockets and streams of the chat, at the door of {@link #HTTP}. */
  CHAT,
  AMQP,
  NATS,
  TIMER,
  NOTIFY
}
