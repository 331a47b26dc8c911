package io.foyer.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.config.Secret;
import io.foyer.platform.db.Database;
import io.foyer.testing.LogWatch;
import io.foyer.testing.TestDatabase;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Nodes that do not know each other's tokens are noticed. */
class SecretWatchIT {
  private static final String OLD = "the old secret, of more than thirty-two characters";
  private static final String NEW = "the new secret, of more than thirty-two characters";

  private TestDatabase fresh;
  private Vertx vertx;
  private Database database;

  @BeforeEach
  void open() throws Exception {
    fresh = TestDatabase.migrated("secrets");
    vertx = Vertx.vertx();
    database = new Database(vertx, fresh.config());
  }

  @AfterEach
  void close() throws Exception {
    database.close().await();
    vertx.close().await();
    fresh.close();
  }

  @Test
  void nodesWithOneSecretAgree() {
    SecretWatch one = node(OLD);
    SecretWatch other = node(OLD);

    look(one, other, one, other);

    assertThat(Stream.of(one, other)).allMatch(SecretWatch::agrees);
  }

  @Test
  void nodesWithTwoSecretsAreToldOfUntilTheyAgree() throws Exception {
    SecretWatch one = node(OLD);
    SecretWatch other = node(NEW);
    try (LogWatch logs = LogWatch.open()) {
      look(one, other, one, other, one, other);

      assertThat(Stream.of(one, other)).noneMatch(SecretWatch::agrees);
      assertThat(logs.holding("JWT_SECRET")).hasSize(2).allMatch(it -> it.startsWith("WARN"));
    }

    fresh.execute("UPDATE jwt_secrets SET seen_at = now() - interval '2 minutes'");
    look(one);
    assertThat(one.agrees()).isTrue();
  }

  @Test
  void whoKnowsThePreviousSecretAgreesWithWhoStillSignsWithIt() {
    SecretWatch behind = node(OLD);
    SecretWatch ahead = node(NEW, OLD);

    look(behind, ahead, behind, ahead);

    assertThat(ahead.agrees()).isTrue();
    assertThat(behind.agrees()).isFalse();
  }

  @Test
  void aNodeThatCameBackWithAnotherSecretIsNotItsOwnStranger() {
    look(node(OLD));
    SecretWatch again = node(NEW);

    look(again, again);

    assertThat(again.agrees()).isTrue();
  }

  @Test
  void noSecretCanBeReadInTheTable() throws Exception {
    look(node(OLD));

    assertThat(fresh.text("SELECT fingerprint FROM jwt_secrets"))
        .hasSize(43)
        .doesNotContain("secret");
  }

  private SecretWatch node(String secret, String... previous) {
    AccessTokens tokens =
        new AccessTokens(
            Secret.of(secret),
            Stream.of(previous).map(Secret::of).toList(),
            InstantSource.system());
    return new SecretWatch(database, tokens.marks());
  }

  private static void look(SecretWatch... watches) {
    List.of(watches).forEach(watch -> watch.look().await());
  }
}
