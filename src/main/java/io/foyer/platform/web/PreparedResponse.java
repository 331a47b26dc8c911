package io.foyer.platform.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Complete response, ready to be sent.
 *
 * @param contentType empty without a body
 * @param headers further headers
 * @param cookies values of {@code Set-Cookie}, the only header that may be repeated
 */
public record PreparedResponse(
    int status,
    String contentType,
    Buffer body,
    Map<String, String> headers,
    List<String> cookies) {
  /** Copies headers and cookies. */
  public PreparedResponse {
    headers = Map.copyOf(headers);
    cookies = List.copyOf(cookies);
  }

  /** A response without cookies. */
  public PreparedResponse(
      int status, String contentType, Buffer body, Map<String, String> headers) {
    this(status, contentType, body, headers, List.of());
  }

  /** A response with a body, without further headers. */
  public static PreparedResponse of(int status, String contentType, Buffer body) {
    return new PreparedResponse(status, contentType, body, Map.of());
  }

  /** A response without a body. */
  public static PreparedResponse empty(int status) {
    return new PreparedResponse(status, "", Buffer.buffer(), Map.of());
  }

  /** A copy with a header added. */
  public PreparedResponse with(String name, String value) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, value);
    return new PreparedResponse(status, contentType, body, more, cookies);
  }

  /** A copy with a cookie added. */
  public PreparedResponse with(Cookie cookie) {
    List<String> more = new ArrayList<>(cookies);
    more.add(cookie.encode());
    return new PreparedResponse(status, contentType, body, headers, more);
  }

  /** Sends the response; ignored if another has begun or the client disconnected. */
  public void send(HttpServerResponse response) {
    if (response.headWritten() || response.closed()) {
      return;
    }
    head(response);
    ResponseLog.log(response.end(body));
  }

  /** Writes status and headers. */
  void head(HttpServerResponse response) {
    response.setStatusCode(status);
    headers.forEach(response::putHeader);
    cookies.forEach(cookie -> response.headers().add("Set-Cookie", cookie));
    if (!contentType.isEmpty()) {
      response.putHeader("Content-Type", contentType);
    }
  }
}
