package io.foyer.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Takes connections and gives each chunk that it reads the same answer, which may be none. */
public final class FakeRedis implements AutoCloseable {
  private final ServerSocket listener;
  private final byte[] answer;

  /** Answers so, one byte a character. */
  public FakeRedis(String answer) {
    this.answer = answer.getBytes(StandardCharsets.ISO_8859_1);
    try {
      listener = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  /** The same as an address. */
  public String url() {
    return "redis://127.0.0.1:" + port();
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client));
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    byte[] buffer = new byte[64 * 1024];
    try (client) {
      OutputStream out = client.getOutputStream();
      while (client.getInputStream().read(buffer) >= 0) {
        out.write(answer);
      }
    } catch (IOException e) {
      // The other side has hung up.
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
