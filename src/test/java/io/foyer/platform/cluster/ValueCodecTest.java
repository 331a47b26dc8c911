package io.foyer.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.io.File;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ValueCodecTest {
  private final ValueCodec codec = new ValueCodec(List.of());

  static List<Object> values() {
    return List.of(
        "",
        "grüße 🎉\0",
        1,
        Long.MIN_VALUE,
        (short) -2,
        (byte) 3,
        'Ж',
        1.5f,
        -2.5d,
        true,
        false,
        Buffer.buffer("bytes"),
        new JsonObject().put("a", new JsonArray().add(1)),
        new JsonArray().add("b"),
        Instant.EPOCH,
        new RegistrationInfo("node", 7, false));
  }

  @ParameterizedTest
  @MethodSource("values")
  void whatIsReadIsWhatWasWritten(Object value) {
    Object read = codec.decode(codec.encode(value));

    assertThat(read).isEqualTo(value);
    assertThat(codec.encode(value)).isEqualTo(codec.encode(value));
  }

  @Test
  void bytesAreReadAsBytes() {
    byte[] bytes = {0, 1, -1};
    Object read = codec.decode(codec.encode(bytes));

    assertThat(read).isEqualTo(bytes);
  }

  @Test
  void classesThatAreNotTrustedAreNotMade() {
    Buffer serialized = codec.encode(new File("/"));

    assertThatThrownBy(() -> codec.decode(serialized)).isInstanceOf(IllegalArgumentException.class);
    Object trusted = new ValueCodec(List.of("java.io.")).decode(serialized);
    assertThat(trusted).isEqualTo(new File("/"));
  }

  @Test
  void namesInRedisMakeNoClassesThatAreNotTrusted() {
    String name = "io.vertx.tests.Anything";
    Buffer planted = Buffer.buffer("N").appendInt(name.length()).appendString(name);

    assertThatThrownBy(() -> codec.decode(planted)).hasMessageContaining("Not trusted");
  }

  @ParameterizedTest
  @MethodSource("garbage")
  void garbageIsRefused(Buffer garbage) {
    assertThatThrownBy(() -> codec.decode(garbage)).isInstanceOf(RuntimeException.class);
  }

  static List<Buffer> garbage() {
    return List.of(
        Buffer.buffer(), Buffer.buffer("X"), Buffer.buffer("I"), Buffer.buffer("Jnot java"));
  }

  @Test
  void whatCannotBeSharedIsRefused() {
    assertThatThrownBy(() -> codec.encode(new Object()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
