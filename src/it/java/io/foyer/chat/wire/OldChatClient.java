package io.foyer.chat.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.accounts.wire.OldAccountsClient;
import io.foyer.testing.People;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Map;

/** A client of the chat server, as it was before Foyer. */
record OldChatClient(People people) {
  private static final String ROOMS = "/v1/chat/rooms";

  /** Somebody of a type (1 user, 2 service, 3 bot), and what he sends along. */
  record Token(String id, Map<String, String> headers) {}

  Token entered(int type) {
    OldAccountsClient accounts = new OldAccountsClient(people);
    JsonObject wish = OldAccountsClient.wish("Somebody", type);
    assertThat(accounts.register(People.service(), wish).statusCode()).isEqualTo(200);
    JsonObject entered =
        People.json(accounts.logIn(People.service(), wish.getString("email"), People.PASSWORD));
    return new Token(
        entered.getString("user"), OldAccountsClient.bearer(entered.getString("token")));
  }

  HttpResponse<String> create(Map<String, String> headers, JsonObject body) {
    return call("POST", ROOMS, headers, body);
  }

  HttpResponse<String> join(Map<String, String> headers, String room) {
    return people.call("POST", ROOMS + "/join/" + room, headers);
  }

  HttpResponse<String> leave(Map<String, String> headers, String room) {
    return people.call("DELETE", ROOMS + "/leave/" + room, headers);
  }

  HttpResponse<String> say(Map<String, String> headers, String room, JsonObject body) {
    return call("POST", ROOMS + "/message/" + room, headers, body);
  }

  HttpResponse<String> say(Map<String, String> headers, String room, String text) {
    return say(headers, room, new JsonObject().put("message", text));
  }

  HttpResponse<String> call(
      String method, String path, Map<String, String> headers, JsonObject body) {
    return people.call(method, path, headers, body);
  }

  static String id(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(People.json(answer).fieldNames()).containsExactly("id");
    return People.json(answer).getString("id");
  }
}
