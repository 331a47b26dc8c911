package io.foyer.accounts;

import static io.foyer.testing.People.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where nobody can know who is still logged in, nobody is let in; and nothing is a fault. */
class DatabaseCutIT {
  @Test
  void withoutADatabaseTokensCountForAWhileAndNoLonger() throws Exception {
    try (ProgramFixture program = ProgramFixture.openForgetful("cut", Map.of())) {
      People people = new People(program.node().port());
      Somebody alice = people.somebody();

      AutoCloseable away = program.database().refusal();
      try {
        // Who this is can be known; what they ask for cannot be read.
        assertThat(people.call("GET", "/api/v2/accounts/me", alice.bearer()).body())
            .contains("database is away");
        HttpResponse<String> logIn = people.logIn(alice.handle(), PASSWORD);
        assertThat(logIn.statusCode()).isEqualTo(503);
        assertThat(logIn.headers().firstValue("Retry-After")).isPresent();
        for (String path : List.of("/api/v2/evaluations", "/api/v2/chat/rooms")) {
          HttpResponse<String> refused =
              people.call(
                  "GET",
                  path,
                  Map.of("Authorization", "Bearer " + ProgramFixture.secret("ADMIN_TOKEN")));
          assertThat(refused.statusCode()).as(path + ": " + refused.body()).isEqualTo(503);
          assertThat(refused.headers().firstValue("Retry-After")).as(path).isPresent();
        }

        await()
            .pollInterval(Duration.ofMillis(500))
            .until(
                () ->
                    people
                        .call("GET", "/api/v2/accounts/me", alice.bearer())
                        .body()
                        .contains("still logged in"));
        assertThat(people.me(alice.bearer())).isEqualTo(503);
      } finally {
        away.close();
      }

      await().until(() -> people.me(alice.bearer()) == 200);
    }
  }
}
