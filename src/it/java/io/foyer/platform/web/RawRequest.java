package io.foyer.platform.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A request as it goes over a connection of its own. */
record RawRequest(String bytes) {
  private static final int TIMEOUT_MILLIS = 60_000;

  /** The last of its connection, with the length of its body unless the headers have one. */
  static RawRequest of(String line, String headers, String body) {
    String length =
        body.isEmpty() || headers.contains("Content-Length")
            ? ""
            : "Content-Length: " + body.length() + "\r\n";
    String close = headers.contains("Connection:") ? "" : "Connection: close\r\n";
    return new RawRequest(
        line + " HTTP/1.1\r\nHost: localhost\r\n" + headers + length + close + "\r\n" + body);
  }

  /** Sends it; empty where the server only closed, "none" where it did neither. */
  String status(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      String line =
          new BufferedReader(
                  new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
              .readLine();
      return line == null ? "" : line.split(" ")[1];
    } catch (SocketTimeoutException e) {
      return "none";
    } catch (SocketException closedEarly) {
      return "";
    }
  }
}
