package io.foyer.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.ProgramFixture;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** People with accounts, at the door of one node. */
public final class People {
  /** A password that is good. */
  public static final String PASSWORD = "canary correct horse";

  private static final AtomicLong NUMBERS = new AtomicLong();

  private final Visitor visitor;

  /** Those who use the node on {@code port}. */
  public People(int port) {
    this.visitor = new Visitor(port);
  }

  /** Somebody who is logged in. */
  public record Somebody(String id, String handle, String session, String access, String refresh) {
    /** What they send along. */
    public Map<String, String> bearer() {
      return Map.of("Authorization", "Bearer " + access);
    }
  }

  /** What ADMIN_TOKEN sends along. */
  public static Map<String, String> service() {
    return Map.of("Authorization", "Bearer " + ProgramFixture.secret("ADMIN_TOKEN"));
  }

  /** An address that no log may hold. */
  public static String address(String handle) {
    return handle + "@canary.example";
  }

  /** A handle that nobody had before. */
  public static String unused() {
    return "person" + NUMBERS.incrementAndGet() + "x" + Long.toString(System.nanoTime(), 36);
  }

  /** Any call with a body. */
  public HttpResponse<String> call(
      String method, String path, Map<String, String> headers, JsonObject body) {
    return call(method, path, headers, body.encode());
  }

  /** Any call with any body. */
  public HttpResponse<String> call(
      String method, String path, Map<String, String> headers, String body) {
    HttpRequest.Builder request =
        visitor
            .request(path)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    headers.forEach(request::header);
    return visitor.send(request.build());
  }

  /** Any call without a body. */
  public HttpResponse<String> call(String method, String path, Map<String, String> headers) {
    HttpRequest.Builder request = visitor.request(path).method(method, BodyPublishers.noBody());
    headers.forEach(request::header);
    return visitor.send(request.build());
  }

  /** Registers. */
  public HttpResponse<String> register(String handle, String email, String password) {
    return call(
        "POST",
        "/api/v2/accounts",
        Map.of(),
        new JsonObject().put("handle", handle).put("email", email).put("password", password));
  }

  /** Logs in. */
  public HttpResponse<String> logIn(String login, String password) {
    return call(
        "POST",
        "/api/v2/sessions",
        Map.of(),
        new JsonObject().put("login", login).put("password", password));
  }

  /** Logs in as a page does: the answer sets a cookie. */
  public HttpResponse<String> logInWithCookie(String login, String password) {
    return call(
        "POST",
        "/api/v2/sessions",
        Map.of(),
        new JsonObject().put("login", login).put("password", password).put("carrier", "cookie"));
  }

  /** The cookie that an answer sets, as its name and value. */
  public static String cookie(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
  }

  /** A new account. */
  public String registered(String handle) {
    HttpResponse<String> answer = register(handle, address(handle), PASSWORD);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return json(answer).getString("id");
  }

  /** Somebody new who is logged in. */
  public Somebody somebody() {
    String handle = unused();
    registered(handle);
    return entered(handle, PASSWORD);
  }

  /** Somebody who logs in. */
  public Somebody entered(String login, String password) {
    HttpResponse<String> answer = logIn(login, password);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    JsonObject json = json(answer);
    return new Somebody(
        json.getJsonObject("account").getString("id"),
        json.getJsonObject("account").getString("handle"),
        json.getJsonObject("session").getString("id"),
        json.getString("accessToken"),
        json.getString("refreshToken"));
  }

  /** The status that somebody's own account answers. */
  public int me(Map<String, String> headers) {
    return call("GET", "/api/v2/accounts/me", headers).statusCode();
  }

  /** A body. */
  public static JsonObject json(HttpResponse<String> answer) {
    return new JsonObject(answer.body());
  }
}
