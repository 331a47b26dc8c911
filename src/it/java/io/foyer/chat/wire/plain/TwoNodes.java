package io.foyer.chat.wire.plain;

import io.foyer.ProgramFixture;
import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** Two nodes on one database, and people who talk there. */
final class TwoNodes implements AutoCloseable {
  private final ProgramFixture program;
  private final ProgramFixture.Node first;
  private final ProgramFixture.Node second;

  private TwoNodes(ProgramFixture program, ProgramFixture.Node first, ProgramFixture.Node second) {
    this.program = program;
    this.first = first;
    this.second = second;
  }

  static TwoNodes open(String name, Map<String, String> settings) throws Exception {
    ProgramFixture program = ProgramFixture.open(name, settings);
    return new TwoNodes(program, program.node(), program.node(Map.of()));
  }

  ProgramFixture program() {
    return program;
  }

  ProgramFixture.Node first() {
    return first;
  }

  ProgramFixture.Node second() {
    return second;
  }

  People people() {
    return new People(first.port());
  }

  RoomsClient rooms() {
    return new RoomsClient(first.port());
  }

  Chatter at(ProgramFixture.Node node, Somebody who, JsonObject hello) {
    return Chatter.enter(program.vertx(), node.port(), who.access(), hello);
  }

  Chatter stranger(String query, Map<String, String> headers) {
    return Chatter.connect(program.vertx(), first.port(), query, headers);
  }

  @Override
  public void close() {
    program.close();
  }
}
