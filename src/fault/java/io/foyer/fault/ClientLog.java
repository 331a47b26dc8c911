package io.foyer.fault;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What one client of the chat wrote down itself, in its order. */
record ClientLog(String client, List<Line> lines) {
  ClientLog {
    lines = List.copyOf(lines);
  }

  sealed interface Line {
    /** It said something for the first time, under an id of its own. */
    record Sent(String room, String id) implements Line {}

    /** It was told that this was said, and where it stands. */
    record Acked(String room, String id, long seq) implements Line {}

    /** It was told that this was not said, and why. */
    record Refused(String id, String code) implements Line {}

    /** It heard an event; {@code id} is what its sender called it, empty for none. */
    record Received(String room, long seq, String id) implements Line {}

    /** It was let in. */
    record Connected() implements Line {}

    /** It was told that its node goes down. */
    record Bye() implements Line {}

    /** Its connection ended, or could not be made; 1006 where nobody said why. */
    record Lost(String why) implements Line {}
  }

  /** The diary in a file of {@code talker.js}. */
  static ClientLog read(String client, Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return new ClientLog(client, lines.map(JsonObject::new).flatMap(ClientLog::line).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Line> line(JsonObject it) {
    return switch (it.getString("event")) {
      case "sent" -> Stream.of(new Line.Sent(it.getString("room"), it.getString("id")));
      case "acked" ->
          Stream.of(new Line.Acked(it.getString("room"), it.getString("id"), it.getLong("seq")));
      case "refused" -> Stream.of(new Line.Refused(it.getString("id"), it.getString("code")));
      case "received" ->
          Stream.of(new Line.Received(it.getString("room"), it.getLong("seq"), it.getString("id")));
      case "connected" -> Stream.of(new Line.Connected());
      case "bye" -> Stream.of(new Line.Bye());
      case "lost" -> Stream.of(new Line.Lost(it.getString("why")));
      default -> Stream.empty();
    };
  }

  <L extends Line> List<L> all(Class<L> kind) {
    return lines.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
