package io.foyer.platform.web;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.OpenAPIContract;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The API on paper, read once. Every path is documented; those below {@code /api/v2} are also
 * enforced. Paths of old systems keep parsers of their own, because their order of checks and their
 * leniency are part of their wire.
 */
public final class OpenApiContract {
  static final String OWN = "/api/v2/";
  static final String PROBLEM_JSON = "application/problem+json";
  private static final String RESOURCE = "openapi/foyer.yaml";

  private final String yaml;
  private final JsonObject json;
  private final OpenAPIContract own;

  private OpenApiContract(String yaml, JsonObject json, OpenAPIContract own) {
    this.yaml = yaml;
    this.json = json;
    this.own = own;
  }

  /** Reads the contract; fails where it is not valid OpenAPI. */
  public static Future<OpenApiContract> load(Vertx vertx) {
    return vertx.fileSystem().readFile(RESOURCE).compose(text -> parse(vertx, text));
  }

  private static Future<OpenApiContract> parse(Vertx vertx, Buffer text) {
    return vertx
        .executeBlocking(() -> new ObjectMapper(new YAMLFactory()).readTree(text.getBytes()))
        .map(tree -> new JsonObject(tree.toString()))
        .compose(
            json ->
                OpenAPIContract.from(vertx, ownPaths(json))
                    .map(own -> new OpenApiContract(text.toString(), json, own)));
  }

  /**
   * A copy for the library, which rewrites what it is given, takes no relative server address, and
   * knows no problem JSON by name (vertx-openapi 5.0.8).
   */
  private static JsonObject ownPaths(JsonObject whole) {
    JsonObject copy = new JsonObject(whole.encode().replace(PROBLEM_JSON, "application/json"));
    copy.remove("servers");
    copy.getJsonObject("paths")
        .getMap()
        .entrySet()
        .removeIf((Map.Entry<String, Object> path) -> !path.getKey().startsWith(OWN));
    JsonObject paths = copy.getJsonObject("paths");
    List.copyOf(paths.fieldNames()).stream()
        .filter(path -> isStream(paths.getValue(path)))
        .forEach(paths::remove);
    copy.getJsonObject("paths").forEach(path -> oneScheme((JsonObject) path.getValue()));
    copy.getJsonObject("paths").forEach(path -> knownTypes((JsonObject) path.getValue()));
    return copy;
  }

  /** What never ends is served beside the contract, whose operations answer once. */
  private static boolean isStream(Object path) {
    return path instanceof JsonObject operations && operations.containsKey("x-stream");
  }

  /** The library takes no contract with a media type it does not know, such as CSV. */
  private static void knownTypes(JsonObject path) {
    path.stream()
        .filter(entry -> entry.getValue() instanceof JsonObject)
        .map(entry -> ((JsonObject) entry.getValue()).getJsonObject("responses", new JsonObject()))
        .flatMap(JsonObject::stream)
        .map(response -> ((JsonObject) response.getValue()).getJsonObject("content"))
        .filter(Objects::nonNull)
        .forEach(
            content ->
                content.getMap().keySet().removeIf(type -> !MediaType.isMediaTypeSupported(type)));
  }

  /**
   * The library builds a chain of handlers wherever there is a choice of schemes, whether or not it
   * is asked to check them, and refuses everybody by an empty one.
   */
  private static void oneScheme(JsonObject path) {
    path.stream()
        .filter(entry -> entry.getValue() instanceof JsonObject)
        .map(entry -> ((JsonObject) entry.getValue()).getJsonArray("security", new JsonArray()))
        .filter(schemes -> schemes.size() > 1)
        .forEach(schemes -> schemes.getList().subList(1, schemes.size()).clear());
  }

  /** The contract as it was written. */
  String yaml() {
    return yaml;
  }

  /** The contract as JSON. */
  Buffer json() {
    return json.toBuffer();
  }

  /** The paths that are enforced. */
  OpenAPIContract own() {
    return own;
  }
}
