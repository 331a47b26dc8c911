package io.foyer.accounts.external;

import static io.foyer.testing.People.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.ProgramFixture;
import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * A program that kept its own accounts, and a node of it whose setting says they are external now.
 */
@TestInstance(Lifecycle.PER_CLASS)
class OutsideSwitchIT {
  private static final String ME = "/api/v2/accounts/me";

  private final Vertx vertx = Vertx.vertx();
  private final AccountsServer server = new AccountsServer(vertx);
  private final ProgramFixture program = ProgramFixture.open("outside_switch", Map.of());
  private final People own = new People(program.node().port());
  private final People elsewhere = elsewhere();

  private People elsewhere() {
    try {
      return new People(program.node(Map.of("AUTH_SERVER", server.url().toString())).port());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @AfterAll
  void close() {
    program.close();
    vertx.close().await();
  }

  @Test
  void noEarlierLogInOpensAnything() {
    Somebody somebody = own.somebody();
    Map<String, String> cookie = Map.of("Cookie", cookie(somebody.handle()));
    assertThat(own.me(somebody.bearer())).isEqualTo(200);
    assertThat(own.me(cookie)).isEqualTo(200);

    assertThat(elsewhere.me(somebody.bearer())).isEqualTo(401);
    assertThat(elsewhere.me(cookie)).isEqualTo(401);
    JsonObject refresh = new JsonObject().put("refreshToken", somebody.refresh());
    assertThat(elsewhere.call("POST", "/api/v2/sessions/refresh", Map.of(), refresh).statusCode())
        .isEqualTo(403);
  }

  private String cookie(String handle) {
    JsonObject wish =
        new JsonObject()
            .put("login", handle)
            .put("password", People.PASSWORD)
            .put("carrier", "cookie");
    return own.call("POST", "/api/v2/sessions", Map.of(), wish)
        .headers()
        .firstValue("Set-Cookie")
        .orElseThrow()
        .split(";", 2)[0];
  }

  @Test
  void anOwnAccountIsKeptByWhomAnAdminNames() {
    String id = own.registered("keeper");
    HttpResponse<String> named =
        own.call(
            "PUT",
            "/api/v2/accounts/" + id + "/identities/" + ExternalAccounts.PROVIDER,
            People.service(),
            new JsonObject().put("subject", "subject-keeper"));
    assertThat(named.statusCode()).as(named.body()).isBetween(200, 299);
    server.knows("token-keeper", "subject-keeper", "The Keeper", "user");

    HttpResponse<String> me =
        elsewhere.call("GET", ME, Map.of("Authorization", "Bearer token-keeper"));

    assertThat(me.statusCode()).as(me.body()).isEqualTo(200);
    assertThat(json(me).getString("id")).isEqualTo(id);
    assertThat(json(me).getString("handle")).isEqualTo("keeper");
    assertThat(json(me).getString("name")).isEqualTo("The Keeper");
  }
}
