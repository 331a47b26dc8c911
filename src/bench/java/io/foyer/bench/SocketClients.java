package io.foyer.bench;

import io.foyer.testing.ChildProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A process of its own that opens sockets and reads whatever comes. */
public final class SocketClients {
  private static final String REQUEST =
      """
      GET /ws HTTP/1.1\r
      Host: 127.0.0.1\r
      Connection: Upgrade\r
      Upgrade: websocket\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r
      \r
      """;

  private SocketClients() {}

  static ChildProcess start(int port, int number) {
    return ChildProcess.start(
        ChildProcess.java(
                List.of(), SocketClients.class, Integer.toString(port), Integer.toString(number))
            .inheritIO()
            .redirectInput(ProcessBuilder.Redirect.PIPE));
  }

  /** Opens as many sockets as told, one after the other, and reads until its input ends. */
  public static void main(String[] args) throws IOException {
    Thread.ofPlatform().daemon().start(SocketClients::endWithParent);
    Selector selector = Selector.open();
    ByteBuffer request = ByteBuffer.wrap(REQUEST.getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < Integer.parseInt(args[1]); i++) {
      SocketChannel channel =
          SocketChannel.open(
              new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0])));
      channel.write(request.duplicate());
      channel.configureBlocking(false);
      channel.register(selector, SelectionKey.OP_READ);
    }
    ByteBuffer discarded = ByteBuffer.allocateDirect(65_536);
    while (true) {
      selector.select(key -> read(key, discarded));
    }
  }

  private static void read(SelectionKey key, ByteBuffer discarded) {
    try {
      discarded.clear();
      if (((SocketChannel) key.channel()).read(discarded) < 0) {
        key.channel().close();
      }
    } catch (IOException gone) {
      key.cancel();
    }
  }

  private static void endWithParent() {
    try {
      while (System.in.read() >= 0) {
        // nothing is said: only the end counts
      }
    } catch (IOException e) {
      // the same
    }
    Runtime.getRuntime().halt(0);
  }
}
