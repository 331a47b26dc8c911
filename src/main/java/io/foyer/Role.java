package io.foyer;

/** A part of Foyer that may run on a node of its own. */
public enum Role {
  HTTP,
  AMQP,
  TIMER,
  NOTIFY
}
