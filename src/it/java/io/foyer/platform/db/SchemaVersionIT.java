package io.foyer.platform.db;

import static io.foyer.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A start needs no migration only where the history is exactly that of this program. */
class SchemaVersionIT {
  private final Vertx vertx = Vertx.vertx();
  private final TestDatabase fresh = TestDatabase.migrated("schema_version");
  private final Database database = new Database(vertx, fresh.config());

  @AfterEach
  void close() {
    await(database.close());
    await(vertx.close());
    fresh.close();
  }

  private Optional<String> current() {
    return await(SchemaVersion.ifCurrent(database));
  }

  @Test
  void aMigratedSchemaIsCurrent() {
    assertThat(current()).contains(SchemaVersion.index().getLast().version());
  }

  @Test
  void theChecksumsAreThoseOfFlyway() {
    assertThat(
            fresh.column(
                "SELECT version || ' ' || checksum FROM flyway_schema_history"
                    + " WHERE type = 'SQL' ORDER BY installed_rank"))
        .isEqualTo(
            SchemaVersion.index().stream().map(it -> it.version() + " " + it.checksum()).toList());
  }

  @Test
  void whatDiffersInAnythingIsNot() {
    fresh.execute("UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = '1'");
    assertThat(current()).isEmpty();
    fresh.execute("UPDATE flyway_schema_history SET checksum = checksum - 1 WHERE version = '1'");
    assertThat(current()).isPresent();

    fresh.execute("UPDATE flyway_schema_history SET success = false WHERE version = '1'");
    assertThat(current()).isEmpty();
    fresh.execute("UPDATE flyway_schema_history SET success = true WHERE version = '1'");

    fresh.execute(
        "INSERT INTO flyway_schema_history SELECT 99, '99', 'x', 'SQL', 'x', 7, installed_by,"
            + " now(), 1, true FROM flyway_schema_history WHERE version = '1'");
    assertThat(current()).isEmpty();
  }

  @Test
  void anEmptyDatabaseHasNoHistory() {
    fresh.execute("DROP SCHEMA foyer CASCADE");

    assertThatThrownBy(this::current).hasMessageContaining("flyway_schema_history");
  }
}
