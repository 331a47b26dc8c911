package io.foyer.accounts.wire;

import io.foyer.testing.People;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Map;

/** A client of Meetings, as it was before Foyer. */
record OldMeetingsClient(People people) {
  static final String USERS = "/api/v1/users";
  static final String TOKEN = "/api/v1/auth/token";
  static final String ME = "/api/v1/auth/me";

  static JsonObject wish(String username) {
    return new JsonObject()
        .put("username", username)
        .put("email", People.address(People.unused()))
        .put("password", People.PASSWORD);
  }

  HttpResponse<String> register(JsonObject wish) {
    return people.call("POST", USERS, Map.of(), wish);
  }

  HttpResponse<String> register(String body) {
    return people.call("POST", USERS, Map.of(), body);
  }

  HttpResponse<String> logIn(String username, String password) {
    return logIn(new JsonObject().put("username", username).put("password", password).encode());
  }

  HttpResponse<String> logIn(String body) {
    return people.call("POST", TOKEN, Map.of(), body);
  }

  HttpResponse<String> get(String path) {
    return people.call("GET", path, Map.of());
  }

  HttpResponse<String> get(String path, String authorization) {
    return people.call("GET", path, Map.of("Authorization", authorization));
  }

  /** The token of somebody who can log in. */
  String token(String username) {
    return data(logIn(username, People.PASSWORD)).getString("token");
  }

  static JsonObject data(HttpResponse<String> answer) {
    return People.json(answer).getJsonObject("data");
  }

  static JsonArray list(HttpResponse<String> answer) {
    return People.json(answer).getJsonArray("data");
  }

  /** The text of an error. */
  static String detail(HttpResponse<String> answer) {
    return People.json(answer).getString("detail");
  }

  /** The first of an error's flaws. */
  static JsonObject flaw(HttpResponse<String> answer) {
    return People.json(answer).getJsonArray("detail").getJsonObject(0);
  }
}
