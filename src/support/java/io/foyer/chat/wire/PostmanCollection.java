package io.foyer.chat.wire;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A collection of requests in Postman's format, version 2.1, as far as the one in docs uses it.
 *
 * @param folders requests by the name of their folder, in the order of the file
 */
record PostmanCollection(JsonObject json, Map<String, List<Request>> folders) {
  private static final Path CHAT = Path.of("docs/postman/chat.json");
  private static final Pattern KEPT =
      Pattern.compile(
          "pm\\.collectionVariables\\.set\\('(\\w+)', pm\\.response\\.json\\(\\)\\.(\\w+)\\);");

  /**
   * One request.
   *
   * @param url with variables in two braces
   * @param body empty where it has none
   * @param kept the field of the answer that becomes a variable, by the variable's name
   */
  record Request(String name, String method, String url, String body, Map<String, String> kept) {
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{(\\w+)}}");

    /** Its path with variables in one brace, as contracts have them. */
    String path() {
      return VARIABLE
          .matcher(url.replace("{{baseUrl}}", "").replaceFirst("\\?.*", ""))
          .replaceAll("{$1}");
    }

    /** The names in its query. */
    List<String> parameters() {
      return Stream.of(url.replaceFirst("^[^?]*\\??", "").split("&"))
          .filter(it -> !it.isEmpty())
          .map(it -> it.replaceFirst("=.*", ""))
          .toList();
    }

    @Override
    public String toString() {
      return name + ": " + method + " " + url;
    }
  }

  /** The one of the chat. */
  static PostmanCollection chat() throws IOException {
    JsonObject json = new JsonObject(Files.readString(CHAT));
    Map<String, List<Request>> folders = new HashMap<>();
    each(json.getJsonArray("item"))
        .forEach(
            it ->
                folders.put(
                    it.getString("name"),
                    each(it.getJsonArray("item")).map(PostmanCollection::request).toList()));
    return new PostmanCollection(json, folders);
  }

  List<Request> requests() {
    return folders.values().stream().flatMap(List::stream).toList();
  }

  private static Request request(JsonObject item) {
    JsonObject request = item.getJsonObject("request");
    return new Request(
        item.getString("name"),
        request.getString("method"),
        request.getString("url"),
        request.getJsonObject("body", new JsonObject()).getString("raw", ""),
        kept(item.getJsonArray("event", new JsonArray()).encode()));
  }

  private static Map<String, String> kept(String scripts) {
    Map<String, String> kept = new HashMap<>();
    KEPT.matcher(scripts).results().forEach((MatchResult it) -> kept.put(it.group(1), it.group(2)));
    return kept;
  }

  private static Stream<JsonObject> each(JsonArray array) {
    return array.stream().map(JsonObject.class::cast);
  }
}
