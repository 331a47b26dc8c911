package io.foyer.platform.socket;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Result of a WebSocket opening handshake. Source: RFC 6455, 4.2. */
sealed interface Handshake {
  String VERSION = "13";
  String KEY_HEADER = "Sec-WebSocket-Key";
  String VERSION_HEADER = "Sec-WebSocket-Version";
  String PROTOCOL_HEADER = "Sec-WebSocket-Protocol";

  /** Accepted: value of {@code Sec-WebSocket-Accept} and negotiated subprotocol. */
  record Agreed(String accept, Optional<String> protocol) implements Handshake {}

  /** Rejected, with HTTP status and reason. */
  record Refused(int status, String reason) implements Handshake {}

  /**
   * Validates an upgrade request.
   *
   * @param protocols supported subprotocols; the first one the client offers that is among them is
   *     chosen
   */
  static Handshake of(HttpServerRequest request, List<String> protocols) {
    MultiMap headers = request.headers();
    if (!HttpMethod.GET.equals(request.method())) {
      return new Refused(405, "A WebSocket is opened by GET.");
    }
    if (!HttpVersion.HTTP_1_1.equals(request.version())) {
      return new Refused(505, "A WebSocket is opened over HTTP/1.1.");
    }
    if (!tokens(headers, "Upgrade").anyMatch("websocket"::equalsIgnoreCase)
        || !tokens(headers, "Connection").anyMatch("upgrade"::equalsIgnoreCase)) {
      return new Refused(426, "This address requires an upgrade to WebSocket.");
    }
    if (!headers.getAll(VERSION_HEADER).equals(List.of(VERSION))) {
      return new Refused(426, "Only WebSocket version 13 is supported.");
    }
    // A body would be parsed as frames.
    if (headers.contains("Transfer-Encoding")
        || headers.getAll("Content-Length").stream().anyMatch(length -> !length.equals("0"))) {
      return new Refused(400, "A WebSocket request has no body.");
    }
    return key(headers)
        .<Handshake>map(key -> new Agreed(accept(key), chosen(headers, protocols)))
        .orElseGet(() -> new Refused(400, "Sec-WebSocket-Key must be 16 bytes in base64."));
  }

  private static Stream<String> tokens(MultiMap headers, String name) {
    return headers.getAll(name).stream()
        .flatMap(value -> Stream.of(value.split(",")))
        .map(String::strip);
  }

  private static Optional<String> chosen(MultiMap headers, List<String> protocols) {
    return tokens(headers, PROTOCOL_HEADER).filter(protocols::contains).findFirst();
  }

  private static Optional<String> key(MultiMap headers) {
    List<String> keys = headers.getAll(KEY_HEADER);
    return keys.size() == 1 && isKey(keys.getFirst())
        ? Optional.of(keys.getFirst())
        : Optional.empty();
  }

  private static boolean isKey(String key) {
    try {
      return key.length() == 24 && Base64.getDecoder().decode(key).length == 16;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private static String accept(String key) {
    try {
      byte[] salted =
          (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII);
      byte[] digest = MessageDigest.getInstance("SHA-1").digest(salted);
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
