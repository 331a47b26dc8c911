package io.foyer.chat.hub;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.RoomAvailable;
import java.util.List;
import java.util.Map;

/** A node that knows of no others. */
final class NoNeighbours implements Neighbours {
  @Override
  public void committed(List<ChatEvent> events) {}

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
