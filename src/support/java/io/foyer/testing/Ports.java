package io.foyer.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for servers that are started a moment later. */
public final class Ports {
  private static final int FIRST = 12_000;

  /** Below those of scripts/services, and of outgoing connections (on Linux from 32768). */
  private static final int END = 20_000;

  private Ports() {}

  /** A port of loopback that is free, and that no outgoing connection will take meanwhile. */
  public static int free() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, END);
      try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      } catch (IOException e) {
        // taken: another one
      }
    }
  }

  /** Whether a server of this machine takes connections there. */
  public static boolean open(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }
}
