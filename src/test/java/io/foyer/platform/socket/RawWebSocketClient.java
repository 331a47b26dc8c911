package io.foyer.platform.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A client that may do all that is forbidden. */
final class RawWebSocketClient implements AutoCloseable {
  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;
  static final int FIN = 0x80;

  private final Socket socket;
  private final DataInputStream in;

  /** What the server sent. */
  static final class Frame {
    private final int opcode;
    private final byte[] payload;

    Frame(int opcode, byte[] payload) {
      this.opcode = opcode;
      this.payload = payload;
    }

    int opcode() {
      return opcode;
    }

    byte[] payload() {
      return payload;
    }

    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    int status() {
      assertThat(opcode).as("a close frame").isEqualTo(CLOSE);
      return payload.length == 0 ? 1005 : ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
    }
  }

  RawWebSocketClient(int port) throws IOException {
    socket = new Socket();
    socket.setReceiveBufferSize(32_768);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(10_000);
    socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    in = new DataInputStream(socket.getInputStream());
  }

  static String request(String... more) {
    return """
    GET /ws HTTP/1.1
    Host: x
    Connection: keep-alive, Upgrade
    Upgrade: websocket
    Sec-WebSocket-Version: 13
    Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
    %s
    """
        .formatted(String.join("", List.of(more).stream().map(it -> it + "\n").toList()))
        .replace("\n", "\r\n");
  }

  RawWebSocketClient open() throws IOException {
    raw(request());
    assertThat(head()).first().isEqualTo("HTTP/1.1 101 Switching Protocols");
    return this;
  }

  /** The lines of an answer's head. */
  List<String> head() throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    while (true) {
      int c = in.readUnsignedByte();
      if (c == '\n') {
        if (line.isEmpty()) {
          return lines;
        }
        lines.add(line.toString());
        line.setLength(0);
      } else if (c != '\r') {
        line.append((char) c);
      }
    }
  }

  void raw(String text) throws IOException {
    raw(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void raw(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  RawWebSocketClient text(String text) throws IOException {
    return frame(FIN | TEXT, text.getBytes(StandardCharsets.UTF_8));
  }

  RawWebSocketClient frame(int first, byte... payload) throws IOException {
    raw(masked(first, payload));
    return this;
  }

  static byte[] masked(int first, byte... payload) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(first);
    if (payload.length < 126) {
      out.write(0x80 | payload.length);
    } else if (payload.length < 65_536) {
      out.write(0x80 | 126);
      out.write(payload.length >> 8);
      out.write(payload.length);
    } else {
      out.write(0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        out.write((int) ((long) payload.length >> shift));
      }
    }
    byte[] mask = {0x12, (byte) 0xF4, 0x56, 0x78};
    out.writeBytes(mask);
    for (int i = 0; i < payload.length; i++) {
      out.write(payload[i] ^ mask[i % mask.length]);
    }
    return out.toByteArray();
  }

  Frame read() throws IOException {
    int first = in.readUnsignedByte();
    assertThat(first & 0xF0).as("whole and without extensions").isEqualTo(FIN);
    int length = in.readUnsignedByte();
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = Math.toIntExact(in.readLong());
    }
    return new Frame(first & 0x0F, in.readNBytes(length));
  }

  int readSome(byte[] into) throws IOException {
    return in.read(into);
  }

  /** Whether the server hangs up, with nothing more said. */
  boolean ended() throws IOException {
    try {
      return in.read() < 0;
    } catch (EOFException e) {
      return true;
    }
  }

  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
