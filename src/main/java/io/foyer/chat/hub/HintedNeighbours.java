package io.foyer.chat.hub;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.RoomAvailable;
import io.foyer.platform.bus.WakeupNotifier;
import java.util.List;
import java.util.Map;

/**
 * Nodes that share a database and no bus: a hint makes them look. Who is online, who writes and
 * which rooms are new is known of one node only.
 */
final class HintedNeighbours implements Neighbours {
  static final String TOPIC = "chat";

  private final WakeupNotifier wakeupNotifier;

  HintedNeighbours(WakeupNotifier wakeupNotifier) {
    this.wakeupNotifier = wakeupNotifier;
  }

  @Override
  public void committed(List<ChatEvent> events) {
    wakeupNotifier.wakeOthers(TOPIC);
  }

  @Override
  public void people(long number, Map<String, Presence> changes) {}

  @Override
  public void allPeople(People.Snapshot snapshot) {}

  @Override
  public void beat(long number) {}

  @Override
  public void ask(String node) {}

  @Override
  public void typing(Typing.Who who, boolean typing) {}

  @Override
  public void opened(RoomAvailable news) {}

  @Override
  public void farewell() {}
}
