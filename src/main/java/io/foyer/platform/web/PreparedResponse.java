package io.foyer.platform.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A whole answer, ready to be sent.
 *
 * @param contentType empty where there is no body
 * @param headers further headers
 * @param cookies values of {@code Set-Cookie}, the only header that may come several times
 */
public record PreparedResponse(
    int status,
    String contentType,
    Buffer body,
    Map<String, String> headers,
    List<String> cookies) {
  /** Keeps its own copies. */
  public PreparedResponse {
    headers = Map.copyOf(headers);
    cookies = List.copyOf(cookies);
  }

  /** Without cookies. */
  public PreparedResponse(
      int status, String contentType, Buffer body, Map<String, String> headers) {
    this(status, contentType, body, headers, List.of());
  }

  /** A body without further headers. */
  public static PreparedResponse of(int status, String contentType, Buffer body) {
    return new PreparedResponse(status, contentType, body, Map.of());
  }

  /** A status alone. */
  public static PreparedResponse empty(int status) {
    return new PreparedResponse(status, "", Buffer.buffer(), Map.of());
  }

  /** The same with one more header. */
  public PreparedResponse with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new PreparedResponse(status, contentType, body, more, cookies);
  }

  /** The same with one more cookie. */
  public PreparedResponse with(Cookie cookie) {
    List<String> more = new ArrayList<>(cookies);
    more.add(cookie.encode());
    return new PreparedResponse(status, contentType, body, headers, more);
  }

  /** Sends it, unless an answer has begun or the caller is gone. */
  public void send(HttpServerResponse response) {
    if (response.headWritten() || response.closed()) {
      return;
    }
    head(response);
    ResponseLog.log(response.end(body));
  }

  /** Says all but the body. */
  void head(HttpServerResponse response) {
    response.setStatusCode(status);
    headers.forEach(response::putHeader);
    cookies.forEach(cookie -> response.headers().add("Set-Cookie", cookie));
    if (!contentType.isEmpty()) {
      response.putHeader("Content-Type", contentType);
    }
  }
}
