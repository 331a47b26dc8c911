package io.foyer.admin.backup;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/**
 * What a backup holds.
 *
 * @param schema the version of the schema it was taken from
 * @param foyer the version of the program that took it
 * @param tables in the order in which they can be filled
 */
record Manifest(String schema, Instant takenAt, String foyer, List<Table> tables) {
  /** Grows when an older Foyer could not read the file. */
  private static final int FORMAT = 1;

  Manifest {
    tables = List.copyOf(tables);
  }

  /** One table: its columns in the order of the copy, and how many rows were copied. */
  record Table(String name, List<String> columns, long rows) {
    Table {
      columns = List.copyOf(columns);
    }

    String entry() {
      return "tables/" + name + ".copy";
    }

    private JsonObject json() {
      return new JsonObject()
          .put("name", name)
          .put("columns", new JsonArray(columns))
          .put("rows", rows);
    }
  }

  String json() {
    return new JsonObject()
        .put("format", FORMAT)
        .put("schema", schema)
        .put("takenAt", takenAt.toString())
        .put("foyer", foyer)
        .put("tables", new JsonArray(tables.stream().map(Table::json).toList()))
        .encodePrettily();
  }

  /** Reads {@link #json}; a {@link RuntimeException} if it is something else. */
  static Manifest parse(String text) {
    JsonObject json = new JsonObject(text);
    if (json.getInteger("format") != FORMAT) {
      throw new IllegalArgumentException("format " + json.getInteger("format") + " is unknown");
    }
    return new Manifest(
        json.getString("schema"),
        json.getInstant("takenAt"),
        json.getString("foyer"),
        json.getJsonArray("tables").stream().map(it -> table((JsonObject) it)).toList());
  }

  private static Table table(JsonObject json) {
    return new Table(
        json.getString("name"),
        json.getJsonArray("columns").stream().map(String.class::cast).toList(),
        json.getLong("rows"));
  }
}
