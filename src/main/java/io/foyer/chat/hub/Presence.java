package io.foyer.chat.hub;

/** Whether somebody is there: the best of all his connections. */
public enum Presence {
  OFFLINE,
  AWAY,
  ONLINE
}
