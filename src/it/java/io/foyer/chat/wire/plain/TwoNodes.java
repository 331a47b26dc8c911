package io.foyer.chat.wire.plain;

import io.foyer.House;
import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** Two nodes on one database, and people who talk there. */
final class TwoNodes implements AutoCloseable {
  private final House house;
  private final House.Node first;
  private final House.Node second;

  private TwoNodes(House house, House.Node first, House.Node second) {
    this.house = house;
    this.first = first;
    this.second = second;
  }

  static TwoNodes open(String name, Map<String, String> settings) throws Exception {
    House house = House.open(name, settings);
    return new TwoNodes(house, house.node(), house.node(Map.of()));
  }

  House house() {
    return house;
  }

  House.Node first() {
    return first;
  }

  House.Node second() {
    return second;
  }

  People people() {
    return new People(first.port());
  }

  Rooms rooms() {
    return new Rooms(first.port());
  }

  Chatter at(House.Node node, Somebody who, JsonObject hello) {
    return Chatter.enter(house.vertx(), node.port(), who.access(), hello);
  }

  Chatter stranger(String query, Map<String, String> headers) {
    return Chatter.connect(house.vertx(), first.port(), query, headers);
  }

  @Override
  public void close() {
    house.close();
  }
}
