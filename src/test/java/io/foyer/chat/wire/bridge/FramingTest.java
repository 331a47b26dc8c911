package io.foyer.chat.wire.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramingTest {
  private static List<String> texts(ByteBuf frames) {
    try {
      return FrameTexts.in(frames);
    } finally {
      frames.release();
    }
  }

  @Test
  void sockJsPutsAllMessagesIntoOneFrame() {
    // Given
    List<String> messages = List.of("{\"a\":1}", "\u2028\"\\\u0000é😀", "x".repeat(1_000));

    // When
    List<String> frames = texts(Framing.SOCKJS.wrap(messages));

    // Then
    assertThat(frames).singleElement().asString().startsWith("a[\"{\\\"a\\\":1}\",");
    assertThat(new JsonArray(frames.getFirst().substring(1)).stream().map(String::valueOf))
        .containsExactlyElementsOf(messages);
  }

  @Test
  void sockJsCutsWhatIsTooMuchForOneFrame() {
    List<String> frames = texts(Framing.SOCKJS.wrap(Collections.nCopies(100, "m".repeat(2_000))));

    assertThat(frames)
        .hasSizeBetween(5, 6)
        .allSatisfy(frame -> assertThat(frame.length()).isLessThan(50_000));
    assertThat(frames.stream().mapToInt(frame -> new JsonArray(frame.substring(1)).size()).sum())
        .isEqualTo(100);
  }

  @Test
  void aPlainSocketGetsAFrameForEachMessage() {
    List<String> messages = List.of("{}", "y".repeat(200), "ü".repeat(60_000));

    assertThat(texts(Framing.RAW.wrap(messages))).containsExactlyElementsOf(messages);
  }

  @Test
  void sockJsClientsSendArraysOfTextsOrOneText() {
    assertThat(Framing.SOCKJS.unwrap("[\"a\",\"b\"]")).contains(List.of("a", "b"));
    assertThat(Framing.SOCKJS.unwrap("\"a\"")).contains(List.of("a"));
    assertThat(Framing.SOCKJS.unwrap("[]")).contains(List.of());
    assertThat(Framing.SOCKJS.unwrap("")).contains(List.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{}", "[1]", "[\"a\",null]", "null", "x", "[\"a\"] x", "\u0000"})
  void whatIsNoFrameOfSockJsIsNotUnderstood(String frame) {
    assertThat(Framing.SOCKJS.unwrap(frame)).isEmpty();
  }

  @Test
  void whateverBytesComeNothingIsThrown() {
    Random random = new Random(4);
    String alphabet = "[]{}\",:\\tfnu0a1-e \u0000\ud800é";
    for (int round = 0; round < 20_000; round++) {
      StringBuilder frame = new StringBuilder();
      int length = random.nextInt(24);
      for (int i = 0; i < length; i++) {
        frame.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      String text = frame.toString();
      assertThat(Framing.SOCKJS.unwrap(text))
          .as(() -> HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_16BE)))
          .isNotNull();
      assertThat(BridgeMessage.parse(text)).isNotNull();
    }
  }
}
