package io.foyer.platform.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.MediaType;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * OpenAPI contract of all paths, parsed once. Paths below {@code /api/v2}, and those that are
 * marked {@code x-enforced}, are also enforced. Other paths of old systems have parsers of their
 * own, because their order of checks and their leniency are part of their wire format.
 */
public final class OpenApiContract {
  private static final String OWN = "/api/v2";
  private static final String ENFORCED = "x-enforced";
  private static final int PREFIX_SEGMENTS = 4; // "", api, v1, and the name of a resource
  static final String PROBLEM_JSON = "application/problem+json";
  private static final String FOLDER = "openapi/";

  /**
   * Reading takes much of a start's CPU time; nodes of one process share the result, which is only
   * read. By the names of additional fragments.
   */
  private static final Map<List<String>, OpenApiContract> LOADED = new ConcurrentHashMap<>();

  private final Buffer yaml;
  private final JsonObject json;
  private final OpenAPIContract own;
  private final Set<String> memberNames = new HashSet<>();
  private final Map<String, Set<BodyType>> bodyTypes;

  private OpenApiContract(Buffer yaml, JsonObject json, OpenAPIContract own) {
    this.yaml = yaml;
    this.json = json;
    this.own = own;
    this.bodyTypes = bodyTypes(json);
    addMemberNames(json);
  }

  private void addMemberNames(Object part) {
    switch (part) {
      case JsonObject object -> {
        if (object.getValue("properties") instanceof JsonObject members) {
          memberNames.addAll(members.fieldNames());
        }
        object.forEach(member -> addMemberNames(member.getValue()));
      }
      case JsonArray array -> array.forEach(this::addMemberNames);
      case null, default -> {}
    }
  }

  /**
   * Loads the contract that {@link ContractCompiler} made, or returns that of an earlier load in
   * this process; fails if it is not valid OpenAPI.
   */
  public static Future<OpenApiContract> load(Vertx vertx) {
    return load(vertx, List.of());
  }

  /**
   * The same with more fragments.
   *
   * @param additional JSON files of {@code openapi/}, without their ending
   */
  public static Future<OpenApiContract> load(Vertx vertx, List<String> additional) {
    OpenApiContract loaded = LOADED.get(additional);
    return loaded != null
        ? Future.succeededFuture(loaded)
        : read(vertx, additional).onSuccess(contract -> LOADED.put(additional, contract));
  }

  private static Future<OpenApiContract> read(Vertx vertx, List<String> additional) {
    return vertx
        .executeBlocking(
            () -> {
              List<JsonObject> fragments = new ArrayList<>();
              for (String name : additional) {
                fragments.add(json(name));
              }
              JsonObject json = ContractFragments.merge(json("foyer"), fragments);
              return new Text(file("foyer.yaml"), json, ownPaths(json));
            },
            false)
        .compose(
            text ->
                OpenAPIContract.from(vertx, text.ownPaths())
                    .map(own -> new OpenApiContract(text.yaml(), text.json(), own)));
  }

  /** The contract before the library has read it. */
  private record Text(Buffer yaml, JsonObject json, JsonObject ownPaths) {}

  private static JsonObject json(String name) throws IOException {
    return file(name + ".json").toJsonObject();
  }

  /** Read by the class loader: Vert.x would first copy it from the jar to a disk. */
  private static Buffer file(String name) throws IOException {
    String path = "/" + FOLDER + name;
    try (InputStream content = OpenApiContract.class.getResourceAsStream(path)) {
      if (content == null) {
        throw new FileNotFoundException(path);
      }
      return Buffer.buffer(content.readAllBytes());
    }
  }

  /**
   * The enforced paths, adapted to the library: it modifies its input, accepts no relative server
   * URL, and does not know problem JSON (vertx-openapi 5.0.8).
   */
  private static JsonObject ownPaths(JsonObject whole) {
    JsonObject copy = new JsonObject(whole.encode().replace(PROBLEM_JSON, "application/json"));
    copy.remove("servers");
    copy.getJsonObject("paths")
        .getMap()
        .entrySet()
        .removeIf((Map.Entry<String, Object> path) -> !isEnforced(path));
    JsonObject paths = copy.getJsonObject("paths");
    List.copyOf(paths.fieldNames()).stream()
        .filter(path -> isStream(paths.getValue(path)))
        .forEach(paths::remove);
    copy.getJsonObject("paths").forEach(path -> oneScheme((JsonObject) path.getValue()));
    copy.getJsonObject("paths").forEach(path -> knownTypes((JsonObject) path.getValue()));
    return copy;
  }

  static boolean isEnforced(Map.Entry<String, Object> path) {
    return path.getKey().startsWith(OWN + "/")
        || (path.getValue() instanceof Map<?, ?> item && Boolean.TRUE.equals(item.get(ENFORCED)))
        || (path.getValue() instanceof JsonObject json && json.getBoolean(ENFORCED, false));
  }

  /** What the enforced paths begin with, without a slash at the end. */
  Set<String> prefixes() {
    Set<String> prefixes = new TreeSet<>(Set.of(OWN));
    json.getJsonObject("paths").getMap().entrySet().stream()
        .filter(OpenApiContract::isEnforced)
        .map(path -> path.getKey().split("/", -1))
        .filter(segments -> !OWN.equals("/" + segments[1] + "/" + segments[2]))
        .map(segments -> String.join("/", List.of(segments).subList(0, PREFIX_SEGMENTS)))
        .forEach(prefixes::add);
    return prefixes;
  }

  /**
   * Whether a path is a stream. Streams are served outside the contract, whose operations respond
   * once.
   */
  private static boolean isStream(Object path) {
    return path instanceof JsonObject operations && operations.containsKey("x-stream");
  }

  /** Removes media types that the library rejects, such as CSV. */
  private static void knownTypes(JsonObject path) {
    operations(path)
        .forEach(
            operation -> {
              operation.getJsonObject("responses", new JsonObject()).stream()
                  .map(response -> ((JsonObject) response.getValue()).getJsonObject("content"))
                  .filter(Objects::nonNull)
                  .forEach(OpenApiContract::removeUnknown);
              JsonObject body = operation.getJsonObject("requestBody", new JsonObject());
              JsonObject content = body.getJsonObject("content", new JsonObject());
              removeUnknown(content);
              if (body.containsKey("content") && content.isEmpty()) {
                operation.remove("requestBody");
              }
            });
  }

  private static void removeUnknown(JsonObject content) {
    content.getMap().keySet().removeIf(type -> !MediaType.isMediaTypeSupported(type));
  }

  private static Stream<JsonObject> operations(JsonObject path) {
    return path.stream()
        .map(Map.Entry::getValue)
        .filter(JsonObject.class::isInstance)
        .map(JsonObject.class::cast);
  }

  /**
   * Keeps one security scheme per operation. With several the library builds a chain of handlers
   * even if it does not check them, and an empty chain rejects every request.
   */
  private static void oneScheme(JsonObject path) {
    path.stream()
        .filter(entry -> entry.getValue() instanceof JsonObject)
        .map(entry -> ((JsonObject) entry.getValue()).getJsonArray("security", new JsonArray()))
        .filter(schemes -> schemes.size() > 1)
        .forEach(schemes -> schemes.getList().subList(1, schemes.size()).clear());
  }

  /** The contract as YAML, without additional fragments. */
  Buffer yaml() {
    return yaml;
  }

  /** The contract as JSON. */
  Buffer json() {
    return json.toBuffer();
  }

  /** Names of the members of every schema. */
  Set<String> memberNames() {
    return Set.copyOf(memberNames);
  }

  /** The media types of bodies that an operation takes; empty where it takes none. */
  Set<BodyType> bodyTypes(String operationId) {
    return bodyTypes.getOrDefault(operationId, Set.of());
  }

  private static Map<String, Set<BodyType>> bodyTypes(JsonObject json) {
    Map<String, Set<BodyType>> types = new HashMap<>();
    json.getJsonObject("paths").stream()
        .flatMap(path -> operations((JsonObject) path.getValue()))
        .filter(operation -> operation.containsKey("operationId"))
        .forEach(
            operation -> {
              Set<BodyType> declared = EnumSet.noneOf(BodyType.class);
              content(json, operation).fieldNames().stream()
                  .flatMap(type -> BodyType.of(type).stream())
                  .forEach(declared::add);
              types.put(operation.getString("operationId"), declared);
            });
    return types;
  }

  private static JsonObject content(JsonObject json, JsonObject operation) {
    JsonObject body = operation.getJsonObject("requestBody", new JsonObject());
    String reference = body.getString("$ref");
    JsonObject declared =
        reference == null
            ? body
            : json.getJsonObject("components")
                .getJsonObject("requestBodies")
                .getJsonObject(reference.substring(reference.lastIndexOf('/') + 1));
    return declared.getJsonObject("content", new JsonObject());
  }

  /** The paths that are enforced. */
  OpenAPIContract own() {
    return own;
  }
}
