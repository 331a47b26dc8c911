package io.foyer.platform.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code docs/schema.md} describes the schema that the migrations make. */
class SchemaDocIT {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern STATUS_HEADING = Pattern.compile("### `(\\w+)\\.(\\w+)`");

  /** Names in schema foyer stand without it. Partitions and Flyway's own table are left out. */
  private static final String COLUMNS =
      """
      SELECT string_agg(concat_ws(' ', name, columns), ',' ORDER BY name)
      FROM (SELECT CASE n.nspname WHEN 'foyer' THEN '' ELSE n.nspname || '.' END || c.relname AS name,
                   (SELECT string_agg(a.attname, ' ') FROM pg_attribute a
                    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE n.nspname IN ('foyer', 'feeds') AND c.relkind IN ('r', 'p', 'v')
              AND NOT c.relispartition AND c.relname <> 'flyway_schema_history') AS found
      """;

  private static TestDatabase database;
  private static List<String> lines;

  @BeforeAll
  static void migrate() throws IOException {
    database = TestDatabase.migrated("schema_doc");
    lines = Files.readAllLines(Path.of("docs/schema.md"));
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @Test
  void everyTableAndViewIsDescribedAndNoOther() {
    assertThat(tables().stream().map(row -> code(row.getFirst()).getFirst()))
        .containsExactlyInAnyOrderElementsOf(columns().keySet());
  }

  @Test
  void keyColumnsExist() {
    Map<String, List<String>> columns = columns();

    assertThat(tables())
        .allSatisfy(
            row ->
                assertThat(columns.get(code(row.getFirst()).getFirst()))
                    .containsAll(code(row.get(3)))
                    .hasSizeGreaterThanOrEqualTo(1));
    assertThat(tables()).allSatisfy(row -> assertThat(code(row.get(3))).isNotEmpty());
  }

  @Test
  void ownersArePackages() {
    assertThat(tables())
        .allSatisfy(
            row ->
                assertThat(
                        Path.of("src/main/java/io/foyer")
                            .resolve(code(row.get(1)).getFirst().replace('.', '/'))
                            .resolve("package-info.java"))
                    .exists());
  }

  @Test
  void statusMachinesHaveTheStatesOfTheDatabase() {
    Map<String, List<List<String>>> machines = machines();

    assertThat(machines).containsOnlyKeys("outbox.status", "meetings.status");
    for (Map.Entry<String, List<List<String>>> machine : machines.entrySet()) {
      String[] column = machine.getKey().split("\\.", -1);
      List<String> allowed = allowed(column[0], column[1]);
      assertThat(machine.getValue())
          .extracting(row -> code(row.getFirst()).getFirst())
          .containsExactlyInAnyOrderElementsOf(allowed);
      assertThat(machine.getValue())
          .allSatisfy(row -> assertThat(allowed).containsAll(code(row.get(2))));
    }
  }

  private static Map<String, List<String>> columns() {
    Map<String, List<String>> columns = new TreeMap<>();
    for (String table : database.text(COLUMNS).split(",", -1)) {
      List<String> names = List.of(table.split(" ", -1));
      columns.put(names.getFirst(), names.subList(1, names.size()));
    }
    return columns;
  }

  /** The values that the check of a column allows. */
  private static List<String> allowed(String table, String column) {
    return List.of(
        database
            .text(
                """
                SELECT array_to_string(ARRAY(
                  SELECT m[1]
                  FROM regexp_matches(pg_get_constraintdef(k.oid), '''(\\w+)''', 'g') AS m), ' ')
                FROM pg_constraint k JOIN pg_attribute a
                  ON a.attrelid = k.conrelid AND k.conkey = ARRAY[a.attnum]
                WHERE k.conrelid = 'foyer.%s'::regclass AND k.contype = 'c' AND a.attname = '%s'
                """
                    .formatted(table, column))
            .split(" ", -1));
  }

  /** The rows of all tables of tables. */
  private static List<List<String>> tables() {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("| table |")) {
        rows.addAll(below(i));
      }
    }
    return rows;
  }

  /** The rows of each table of states, by the column that holds them. */
  private static Map<String, List<List<String>>> machines() {
    Map<String, List<List<String>>> machines = new LinkedHashMap<>();
    String column = "";
    for (int i = 0; i < lines.size(); i++) {
      var heading = STATUS_HEADING.matcher(lines.get(i));
      if (heading.matches()) {
        column = heading.group(1) + "." + heading.group(2);
      } else if (lines.get(i).startsWith("| status |")) {
        machines.put(column, below(i));
      }
    }
    return machines;
  }

  /** The cells of the rows below a header. */
  private static List<List<String>> below(int header) {
    return lines.stream()
        .skip(header + 2L)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> Arrays.asList(line.substring(2, line.length() - 2).split(" \\| ", -1)))
        .toList();
  }

  private static List<String> code(String cell) {
    return CODE.matcher(cell).results().map(found -> found.group(1)).toList();
  }
}
