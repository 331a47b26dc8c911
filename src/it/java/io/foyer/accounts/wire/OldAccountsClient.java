package io.foyer.accounts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.testing.People;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;

/** A client of the accounts server of the chat, as it was before Foyer. */
public record OldAccountsClient(People people) {
  static final String ACCOUNTS = "/v1/accounts";

  public static JsonObject wish(String name, int type) {
    return new JsonObject()
        .put("name", name)
        .put("email", People.address(People.unused()))
        .put("type", type)
        .put("password", People.PASSWORD);
  }

  HttpResponse<String> post(String path, Map<String, String> headers, JsonObject body) {
    return people.call("POST", ACCOUNTS + path, headers, body);
  }

  public HttpResponse<String> register(Map<String, String> registrar, JsonObject wish) {
    return post("/register", registrar, wish);
  }

  public HttpResponse<String> logIn(Map<String, String> voucher, String email, String password) {
    return post("/login", voucher, new JsonObject().put("email", email).put("password", password));
  }

  HttpResponse<String> validate(Map<String, String> headers) {
    return people.call("GET", ACCOUNTS + "/validate", headers);
  }

  HttpResponse<String> info(Map<String, String> headers, List<String> ids) {
    return post("/info", headers, new JsonObject().put("users", new JsonArray(ids)));
  }

  /** A service that is logged in. */
  Map<String, String> service() {
    JsonObject wish = wish("web", 2);
    assertThat(register(People.service(), wish).statusCode()).isEqualTo(200);
    return entered(Map.of(), wish.getString("email"));
  }

  /** Somebody of a type who logs in. */
  Map<String, String> entered(Map<String, String> voucher, String email) {
    HttpResponse<String> answer = logIn(voucher, email, People.PASSWORD);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return bearer(People.json(answer).getString("token"));
  }

  public static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  public static void refused(HttpResponse<String> answer, int status, int error) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(People.json(answer).getInteger("error")).isEqualTo(error);
  }

  public static void invalid(HttpResponse<String> answer, String... fields) {
    refused(answer, 400, 704);
    assertThat(People.json(answer).getJsonObject("data").getJsonArray("fields"))
        .containsExactlyInAnyOrder((Object[]) fields);
  }
}
