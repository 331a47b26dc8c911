package io.foyer.platform.socket;

import static io.foyer.platform.socket.RawWebSocketClient.BINARY;
import static io.foyer.platform.socket.RawWebSocketClient.CLOSE;
import static io.foyer.platform.socket.RawWebSocketClient.CONTINUATION;
import static io.foyer.platform.socket.RawWebSocketClient.FIN;
import static io.foyer.platform.socket.RawWebSocketClient.PING;
import static io.foyer.platform.socket.RawWebSocketClient.PONG;
import static io.foyer.platform.socket.RawWebSocketClient.TEXT;
import static io.foyer.platform.socket.RawWebSocketClient.masked;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SocketProtocolTest {
  private static final int MAX_FRAME = 65_536;
  private static final int MAX_MESSAGE = 262_144;

  private SocketFixture fixture;
  private RawWebSocketClient client;

  @BeforeEach
  void open() throws Exception {
    fixture = new SocketFixture(SocketLimits.usual());
    client = fixture.open();
  }

  @AfterEach
  void close() throws TimeoutException, IOException {
    client.close();
    fixture.close();
  }

  static Stream<Arguments> violations() {
    byte[] cut = {(byte) 0xCE};
    return Stream.of(
        Arguments.of("not masked", 1002, new byte[] {(byte) 0x81, 1, 'x'}),
        Arguments.of("a reserved bit", 1002, masked(0xC1, (byte) 'x')),
        Arguments.of("a reserved opcode", 1002, masked(FIN | 0x3, (byte) 'x')),
        Arguments.of("a reserved control opcode", 1002, masked(FIN | 0xB)),
        Arguments.of("a ping in pieces", 1002, masked(PING)),
        Arguments.of("a long ping", 1002, masked(FIN | PING, new byte[126])),
        Arguments.of("a continuation of nothing", 1002, masked(FIN, (byte) 'x')),
        Arguments.of(
            "a text within a text", 1002, both(masked(TEXT, (byte) 'x'), masked(FIN | TEXT))),
        Arguments.of(
            "a length not in its shortest form",
            1002,
            new byte[] {(byte) 0x81, (byte) 0xFE, 0, 1, 0, 0, 0, 0, 'x'}),
        Arguments.of("no UTF-8", 1007, masked(FIN | TEXT, (byte) 0xC0, (byte) 0xAF)),
        Arguments.of(
            "a surrogate", 1007, masked(FIN | TEXT, (byte) 0xED, (byte) 0xA0, (byte) 0x80)),
        Arguments.of("half a character", 1007, masked(FIN | TEXT, cut)),
        Arguments.of(
            "half a character at the end of the last piece",
            1007,
            both(masked(TEXT, (byte) 'x'), masked(FIN, cut))),
        Arguments.of(
            "no UTF-8 in a piece, the rest not awaited",
            1007,
            both(masked(TEXT, (byte) 0xF4), masked(CONTINUATION, (byte) 0x90))),
        Arguments.of("a large frame", 1009, masked(FIN | BINARY, new byte[MAX_FRAME + 1])),
        Arguments.of("a large message", 1009, many(MAX_MESSAGE / MAX_FRAME + 1)),
        Arguments.of("half a close status", 1002, masked(FIN | CLOSE, (byte) 3)),
        Arguments.of("a close reason not in UTF-8", 1007, closing(1000, (byte) 0xC0)),
        Arguments.of("a close reason cut off", 1007, closing(1000, cut)));
  }

  private static byte[] both(byte[] one, byte[] two) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(one);
    out.writeBytes(two);
    return out.toByteArray();
  }

  private static byte[] many(int frames) {
    byte[] all = masked(BINARY, new byte[MAX_FRAME]);
    for (int i = 1; i < frames; i++) {
      all = both(all, masked(CONTINUATION, new byte[MAX_FRAME]));
    }
    return all;
  }

  private static byte[] closing(int status, byte... reason) {
    return masked(FIN | CLOSE, both(new byte[] {(byte) (status >> 8), (byte) status}, reason));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("violations")
  void aViolationEndsTheSocketWithItsStatus(String what, int status, byte[] bytes)
      throws Exception {
    Recorder listener = fixture.listener();

    client.raw(bytes);

    assertThat(client.read().status()).as(what).isEqualTo(status);
    assertThat(client.ended()).isTrue();
    client.close();
    await().until(() -> listener.closed.get() == 1);
    assertThat(listener.texts).isEmpty();
    assertThat(fixture.sockets.count()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 999, 1004, 1005, 1006, 1015, 1100, 2999, 5000, 65_535})
  void aStatusThatMayNotBeSentIsAViolation(int status) throws Exception {
    client.raw(closing(status));

    assertThat(client.read().status()).isEqualTo(1002);
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1003, 1007, 1014, 3000, 4999})
  void aGoodByeIsAnsweredWithItsStatus(int status) throws Exception {
    client.raw(closing(status, "bye".getBytes(StandardCharsets.UTF_8)));

    assertThat(client.read().status()).isEqualTo(status);
    assertThat(client.ended()).isTrue();
  }

  @Test
  void aGoodByeWithoutStatusIsAnsweredWithoutStatus() throws Exception {
    client.frame(FIN | CLOSE);

    assertThat(client.read().status()).isEqualTo(1005);
    assertThat(client.ended()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "κόσμε", "a\uFFFDb", "😀", "\u0000"})
  void aTextIsHeardAsItWasSaid(String text) throws Exception {
    client.text(text);

    assertThat(heard(fixture.listener())).isEqualTo(text);
  }

  @Test
  void piecesAreOneMessageAndPingsMayComeBetween() throws Exception {
    byte[] text = "a κόσμε 😀".getBytes(StandardCharsets.UTF_8);
    client.frame(TEXT);
    for (byte piece : text) {
      client.frame(CONTINUATION, piece).frame(FIN | PING, piece);
    }
    client.frame(FIN | CONTINUATION);

    assertThat(heard(fixture.listener())).isEqualTo("a κόσμε 😀");
    for (byte piece : text) {
      assertThat(client.read().payload()).containsExactly(piece);
    }
  }

  @Test
  void binariesAreHeard() throws Exception {
    Recorder listener = fixture.listener();

    client.frame(FIN | BINARY, (byte) 0xC0).frame(BINARY, (byte) 1).frame(FIN, (byte) 2);

    assertThat(listener.binaries.poll(10, TimeUnit.SECONDS)).containsExactly(0xC0);
    assertThat(listener.binaries.poll(10, TimeUnit.SECONDS)).containsExactly(1, 2);
  }

  @Test
  void whatCameWithTheRequestIsHeard() throws Exception {
    fixture.listener();
    try (RawWebSocketClient hasty = fixture.connect()) {
      hasty.raw(
          both(
              RawWebSocketClient.request().getBytes(StandardCharsets.US_ASCII),
              both(masked(FIN | TEXT, (byte) 'a'), masked(FIN | TEXT, (byte) 'b'))));

      Recorder listener = fixture.listener();
      assertThat(heard(listener)).isEqualTo("a");
      assertThat(heard(listener)).isEqualTo("b");
    }
  }

  @Test
  void bytesMayComeOneByOne() throws Exception {
    for (byte one : both(masked(FIN | TEXT, (byte) 'a'), masked(FIN | PING, (byte) 'p'))) {
      client.raw(new byte[] {one});
    }

    assertThat(heard(fixture.listener())).isEqualTo("a");
    assertThat(client.read().opcode()).isEqualTo(PONG);
  }

  @Test
  void tenThousandPingsAreAnsweredToWhoReads() throws Exception {
    Thread pinging =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    for (int i = 0; i < 10_000; i++) {
                      client.frame(FIN | PING, (byte) (i >> 8), (byte) i);
                    }
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                });

    int last;
    do {
      RawWebSocketClient.Frame pong = client.read();
      assertThat(pong.opcode()).isEqualTo(PONG);
      last = ((pong.payload()[0] & 0xFF) << 8) | (pong.payload()[1] & 0xFF);
    } while (last < 9_999);
    pinging.join();
    assertThat(fixture.sockets.count()).isOne();
  }

  @Test
  void aMessageOfAThousandPiecesUpToTheBoundIsTaken() throws Exception {
    byte[] piece = "x".repeat(MAX_MESSAGE / 1_024).getBytes(StandardCharsets.US_ASCII);
    client.frame(TEXT, piece);
    for (int i = 2; i < 1_024; i++) {
      client.frame(CONTINUATION, piece);
    }
    client.frame(FIN | CONTINUATION, piece);

    assertThat(heard(fixture.listener())).isEqualTo("x".repeat(MAX_MESSAGE));
  }

  private static String heard(Recorder listener) throws InterruptedException {
    return listener.texts.poll(10, TimeUnit.SECONDS);
  }
}
