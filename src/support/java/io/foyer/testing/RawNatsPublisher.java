package io.foyer.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A publisher on the bare protocol of NATS: it sends any bytes as headers. */
public final class RawNatsPublisher implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Socket socket;
  private final BufferedReader in;
  private final OutputStream out;

  /** Connects to a server. */
  public RawNatsPublisher(URI server) throws IOException {
    socket = new Socket(server.getHost(), server.getPort());
    socket.setSoTimeout((int) TIMEOUT.toMillis());
    in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    out = socket.getOutputStream();
    String unused = in.readLine(); // INFO
    send("CONNECT {\"verbose\":false,\"pedantic\":false,\"headers\":true}\r\n");
  }

  private void send(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Publishes a message whose block of headers is {@code headers}. */
  public void publish(String subject, String headers, byte[] payload) throws IOException {
    int length = headers.getBytes(StandardCharsets.UTF_8).length;
    send("HPUB %s %d %d\r\n%s".formatted(subject, length, length + payload.length, headers));
    out.write(payload);
    send("\r\n");
  }

  /** Publishes a message without headers. */
  public void publish(String subject, byte[] payload) throws IOException {
    send("PUB %s %d\r\n".formatted(subject, payload.length));
    out.write(payload);
    send("\r\n");
  }

  /**
   * Returns when the broker has read everything.
   *
   * @throws IOException if it refused some of it
   */
  public void flush() throws IOException {
    send("PING\r\n");
    String line = in.readLine();
    while (!"PONG".equals(line)) {
      if (line == null || line.startsWith("-ERR")) {
        throw new IOException("refused: " + line);
      }
      line = in.readLine();
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
