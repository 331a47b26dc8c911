package io.foyer.chat.wire.plain;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What docs/asyncapi.yaml and docs/chat-protocol.md say of the frames of {@code /ws}. */
final class ProtocolPaper {
  private static final Pattern FIRST_CELLS =
      Pattern.compile("^\\| (`[^|]*) \\|", Pattern.MULTILINE);

  private final JsonObject machines;
  private final String people;

  private ProtocolPaper(JsonObject machines, String people) {
    this.machines = machines;
    this.people = people;
  }

  static ProtocolPaper read() throws IOException {
    Path yaml = Path.of("docs/asyncapi.yaml");
    return new ProtocolPaper(
        new JsonObject(new ObjectMapper(new YAMLFactory()).readTree(yaml.toFile()).toString()),
        Files.readString(Path.of("docs/chat-protocol.md")));
  }

  /** The schemas of the frames that clients send, by type. */
  Map<String, JsonObject> fromClient() {
    return frames("fromClient");
  }

  /** The schemas of the frames that the server sends, by type. */
  Map<String, JsonObject> fromServer() {
    return frames("fromServer");
  }

  private Map<String, JsonObject> frames(String operation) {
    Map<String, JsonObject> frames = new TreeMap<>();
    JsonArray messages = at("/operations/" + operation).getJsonArray("messages", new JsonArray());
    for (Object message : messages) {
      JsonObject schema = resolved(resolved((JsonObject) message)).getJsonObject("payload");
      frames.put(constant(schema), schema);
    }
    return frames;
  }

  private static String constant(JsonObject schema) {
    return schema.getJsonObject("properties").getJsonObject("type").getString("const");
  }

  JsonObject schema(String name) {
    return at("/components/schemas/" + name);
  }

  /** What a reference leads to; a schema without one is itself. */
  JsonObject resolved(JsonObject schema) {
    String reference = schema.getString("$ref");
    return reference == null ? schema : at(reference.substring(1));
  }

  private JsonObject at(String pointer) {
    JsonObject found = machines;
    for (String step : pointer.substring(1).split("/")) {
      found = Objects.requireNonNull(found.getJsonObject(step), pointer);
    }
    return found;
  }

  /** Names of all messages. */
  List<String> messages() {
    return List.copyOf(at("/components/messages").fieldNames());
  }

  /** Names of the messages of the channel. */
  List<String> inChannel() {
    return List.copyOf(at("/channels/ws/messages").fieldNames());
  }

  /** What stands in code type in the first column of the tables under a heading, for people. */
  List<String> column(String heading) {
    String from = people.substring(people.indexOf("\n## " + heading + "\n") + 1);
    int end = from.indexOf("\n## ");
    String section =
        (end < 0 ? from : from.substring(0, end)).replaceFirst("(?s)\nAn event has.*", "");
    return words(section);
  }

  /** The same of the table of kinds. */
  List<String> kinds() {
    String from = people.substring(people.indexOf("\n| kind |"));
    return words(from.substring(0, from.indexOf("\n\n")));
  }

  private static List<String> words(String tables) {
    return FIRST_CELLS
        .matcher(tables)
        .results()
        .flatMap(cell -> Arrays.stream(cell.group(1).split(",")))
        .map(it -> it.strip().replace("`", ""))
        .toList();
  }

  /** The values of an enumeration. */
  static List<String> values(JsonObject schema) {
    return each(schema.getJsonArray("enum")).toList();
  }

  /** What must be there. */
  static List<String> required(JsonObject schema) {
    return each(schema.getJsonArray("required", new JsonArray())).toList();
  }

  private static Stream<String> each(JsonArray texts) {
    return texts.stream().map(String.class::cast);
  }
}
