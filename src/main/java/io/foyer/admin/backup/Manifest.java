package io.foyer.admin.backup;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/**
 * Manifest of a backup.
 *
 * @param schema schema version of the database
 * @param foyer version of the program that wrote it
 * @param tables tables in an order that satisfies their foreign keys
 */
record Manifest(String schema, Instant takenAt, String foyer, List<Table> tables) {
  /** Grows when an older Foyer could not read the file. */
  private static final int FORMAT = 1;

  Manifest {
    tables = List.copyOf(tables);
  }

  /**
   * A table in a backup.
   *
   * @param columns columns in the order of the copy
   * @param partitions partitions; none for most tables
   * @param rows number of copied rows
   */
  record Table(String name, List<String> columns, List<Partition> partitions, long rows) {
    Table {
      columns = List.copyOf(columns);
      partitions = List.copyOf(partitions);
    }

    String entry() {
      return "tables/" + name + ".copy";
    }

    private JsonObject json() {
      return new JsonObject()
          .put("name", name)
          .put("columns", new JsonArray(columns))
          .put("partitions", new JsonArray(partitions.stream().map(Partition::json).toList()))
          .put("rows", rows);
    }
  }

  /**
   * A partition of a table, in the same schema.
   *
   * @param bound bound in PostgreSQL's syntax: {@code FOR VALUES FROM … TO …}
   */
  record Partition(String name, String bound) {
    private JsonObject json() {
      return new JsonObject().put("name", name).put("bound", bound);
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
        json.getJsonArray("partitions", new JsonArray()).stream()
            .map(JsonObject.class::cast)
            .map(it -> new Partition(it.getString("name"), it.getString("bound")))
            .toList(),
        json.getLong("rows"));
  }
}
