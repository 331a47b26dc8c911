package io.foyer.platform.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Merges the fragments of the OpenAPI contract: the head with what all share, and one fragment for
 * each feature with its tags, paths, parameters, answers and schemas.
 */
final class ContractFragments {
  private static final String PATHS = "paths";
  private static final String COMPONENTS = "components";

  private ContractFragments() {}

  /**
   * The whole contract.
   *
   * @param head the fragment with the general part; it is not changed
   * @throws IllegalArgumentException naming what two fragments both define
   */
  static JsonObject merge(JsonObject head, List<JsonObject> fragments) {
    JsonObject whole = head.copy();
    JsonArray tags = whole.getJsonArray("tags", new JsonArray());
    whole.put("tags", tags);
    for (JsonObject fragment : fragments) {
      refuseUnknown(fragment);
      fragment.getJsonArray("tags", new JsonArray()).forEach(tags::add);
      add(whole, PATHS, fragment, "");
      JsonObject components = fragment.getJsonObject(COMPONENTS, new JsonObject());
      JsonObject shared = section(whole, COMPONENTS);
      components.fieldNames().forEach(kind -> add(shared, kind, components, COMPONENTS + "."));
    }
    refuseTwins(whole);
    return whole;
  }

  private static void refuseUnknown(JsonObject fragment) {
    Set<String> unknown = new HashSet<>(fragment.fieldNames());
    unknown.removeAll(Set.of("tags", PATHS, COMPONENTS));
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException("a fragment of the contract may not have " + unknown);
    }
  }

  private static void add(JsonObject whole, String name, JsonObject fragment, String above) {
    JsonObject all = section(whole, name);
    fragment
        .getJsonObject(name, new JsonObject())
        .forEach(
            entry -> {
              if (all.containsKey(entry.getKey())) {
                throw twice(above + name + " " + entry.getKey());
              }
              all.put(entry.getKey(), entry.getValue());
            });
  }

  private static JsonObject section(JsonObject whole, String name) {
    if (!whole.containsKey(name)) {
      whole.put(name, new JsonObject());
    }
    return whole.getJsonObject(name);
  }

  private static void refuseTwins(JsonObject whole) {
    Set<String> seen = new HashSet<>();
    for (String id : operationIds(whole)) {
      if (!seen.add(id)) {
        throw twice("operationId " + id);
      }
    }
    Set<String> tags = new HashSet<>();
    for (Object tag : whole.getJsonArray("tags")) {
      String name = ((JsonObject) tag).getString("name");
      if (!tags.add(name)) {
        throw twice("tag " + name);
      }
    }
  }

  private static List<String> operationIds(JsonObject whole) {
    List<String> ids = new ArrayList<>();
    // By the entries: the values of a map that was parsed are no JsonObjects.
    for (Map.Entry<String, Object> path : whole.getJsonObject(PATHS)) {
      if (path.getValue() instanceof JsonObject operations) {
        for (Map.Entry<String, Object> operation : operations) {
          if (operation.getValue() instanceof JsonObject it && it.containsKey("operationId")) {
            ids.add(it.getString("operationId"));
          }
        }
      }
    }
    return ids;
  }

  private static IllegalArgumentException twice(String what) {
    return new IllegalArgumentException("the contract has twice: " + what);
  }
}
