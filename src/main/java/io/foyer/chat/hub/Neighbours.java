package io.foyer.chat.hub;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.RoomAvailable;
import java.util.List;
import java.util.Map;

/** The other nodes. What is said here may get lost. */
interface Neighbours {
  /** Events of one room were committed, which follow each other. */
  void committed(List<ChatEvent> events);

  /** This node's people changed, for the so-manieth time. */
  void people(long number, Map<String, Presence> changes);

  /** These are all of this node's people. */
  void allPeople(People.Snapshot snapshot);

  /** This node lives, and its people have changed so often. */
  void beat(long number);

  /** Asks a node for all its people. */
  void ask(String node);

  void typing(Typing.Who who, boolean typing);

  /** A room can be come into. */
  void opened(RoomAvailable news);

  /** This node leaves. */
  void farewell();
}
