package io.foyer.platform.db.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Chooses the server's port on 127.0.0.1: the last one if it is free, so that clients can
 * reconnect.
 */
final class ServerPort {
  private ServerPort() {}

  static int choose(Path remembered) throws IOException {
    int last = last(remembered);
    return last != 0 && free(last) ? last : any();
  }

  static int any() throws IOException {
    try (ServerSocket socket = bind(0)) {
      return socket.getLocalPort();
    }
  }

  static void remember(Path remembered, int port) throws IOException {
    if (last(remembered) != port) {
      Files.writeString(remembered, port + "\n");
    }
  }

  private static int last(Path remembered) throws IOException {
    if (!Files.exists(remembered)) {
      return 0;
    }
    try {
      int port = Integer.parseInt(Files.readString(remembered).strip());
      return port > 0 && port <= 65_535 ? port : 0;
    } catch (NumberFormatException e) {
      return 0; // Torn by a crash: any port will do.
    }
  }

  private static boolean free(int port) {
    try (ServerSocket socket = bind(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  private static ServerSocket bind(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }
}
