package io.foyer.meetings;

import static io.foyer.meetings.MeetingsFixture.person;
import static io.foyer.meetings.MeetingsFixture.unreachable;
import static io.foyer.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.db.Migrations;
import io.foyer.platform.db.PostgresConfig;
import io.foyer.testing.TestDatabase;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whom an announcement did not reach hears it later, once, and nobody else does. */
class OwedIT {
  private static final Duration SOON = Duration.ofMinutes(10);

  private final MeetingsFixture fixture = new MeetingsFixture();

  @AfterEach
  void close() throws Exception {
    fixture.close();
  }

  @Test
  void whoCouldNotBeReachedIsToldOnceHeCan() throws Exception {
    String id = fixture.armed(SOON, person("ann"), unreachable("bob"));
    fixture.turn();
    assertThat(fixture.messages(id)).isEqualTo("ann pending: ann; team pending: ann");

    fixture.arm(id, person("ann"), person("bob"));
    fixture.turn();
    fixture.arm(id, person("ann"), person("bob"));
    fixture.turn();

    assertThat(fixture.messages(id))
        .isEqualTo("ann pending: ann; bob pending: bob; late:bob pending: bob; team pending: ann");
  }

  @Test
  void whoWasAwayWhenItWasAnnouncedIsToldWhenHeIsBack() throws Exception {
    String id = fixture.armed(SOON, person("ann"), person("bob"));
    fixture.arm(id, person("ann"));
    fixture.turn();

    fixture.arm(id, person("ann"), person("bob"));
    fixture.turn();

    assertThat(fixture.messages(id))
        .isEqualTo("ann pending: ann; bob pending: bob; late:bob pending: bob; team pending: ann");
  }

  @Test
  void whoIsOwedOneVersionIsToldTheNextWithAllOthers() throws Exception {
    String id = fixture.armed(SOON, person("ann"), unreachable("bob"));
    fixture.turn();
    fixture.fresh.execute("UPDATE outbox SET status = 'sent'");
    await(fixture.meetings.announceAgain(id));

    fixture.arm(id, person("ann"), person("bob"));
    fixture.turn();
    fixture.turn();

    assertThat(fixture.messages(id))
        .isEqualTo(
            "ann sent: ann; team sent: ann;"
                + " ann pending: ann; bob pending: bob; team pending: ann bob");
  }

  @Test
  void whatEarlierBuildsWroteDownOfEachPersonIsKept() throws Exception {
    try (TestDatabase old = TestDatabase.empty("owed")) {
      migrateToVersionThree(old.config());
      old.execute(
          """
          INSERT INTO meetings (id, origin, origin_id, title, starts_at, room_name, join_secret,
                                version, status)
          VALUES ('told', 'evaluation', '1', 't', now(), 'r', 's', 2, 'reminded'),
                 ('moved', 'evaluation', '2', 't', now(), 'r', 's', 3, 'armed'),
                 ('new', 'evaluation', '3', 't', now(), 'r', 's', 1, 'planned');
          INSERT INTO participants (meeting_id, login, position, role, email_state, reminded_version)
          VALUES ('told', 'ann', 0, 'corrector', 'known', 2), ('told', 'bob', 1, 'corrected', 'none', 1),
                 ('moved', 'ann', 0, 'corrector', 'known', 2), ('new', 'ann', 0, 'corrector', 'known', 0)
          """);

      new Migrations(old.config()).migrate();

      assertThat(old.column("SELECT id || ' ' || told_version FROM meetings ORDER BY id"))
          .containsExactly("moved 2", "new 0", "told 2");
      assertThat(
              old.column(
                  "SELECT meeting_id || ' ' || login || ' ' || owed_version FROM participants"
                      + " ORDER BY 1"))
          .containsExactly("moved ann 0", "new ann 0", "told ann 0", "told bob 2");
    }
  }

  private static void migrateToVersionThree(PostgresConfig config) {
    Flyway.configure()
        .dataSource(
            "jdbc:postgresql://%s:%d/%s".formatted(config.host(), config.port(), config.db()),
            config.user(),
            config.password().reveal())
        .defaultSchema("foyer")
        .schemas("foyer")
        .locations("classpath:db/migration")
        .target("3")
        .load()
        .migrate();
  }
}
