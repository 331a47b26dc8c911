package io.foyer.chat.wire.plain;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.chat.History;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingTest {
  private static final String ROOM = "0123456789abcdef01234567";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "1",
        "-0",
        "1e999",
        "[]",
        "[{}]",
        "\"hello\"",
        "true",
        "{",
        "{\"type\":",
        "{\"type\":\"ping\"}}{",
        "\u0000",
        "{\"type\":\"ping\",}",
        "NaN"
      })
  void whatIsNoObjectIsMalformed(String text) {
    assertThat(Reading.read(text))
        .isInstanceOfSatisfying(
            Asked.Bad.class, bad -> assertThat(bad.code()).isEqualTo(Reading.MALFORMED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"type\":null}",
        "{\"type\":1}",
        "{\"type\":[]}",
        "{\"type\":\"watch\"}",
        "{\"type\":\"watch\",\"room\":null}",
        "{\"type\":\"watch\",\"room\":5}",
        "{\"type\":\"watch\",\"room\":\"../etc\"}",
        "{\"type\":\"watch\",\"room\":\"0123456789abcdef01234567\",\"after\":-1}",
        "{\"type\":\"watch\",\"room\":\"0123456789abcdef01234567\",\"after\":1.5}",
        "{\"type\":\"watch\",\"room\":\"0123456789abcdef01234567\",\"after\":99999999999999999999}",
        "{\"type\":\"watch\",\"room\":\"0123456789abcdef01234567\",\"after\":\"1\"}",
        "{\"type\":\"send\",\"room\":\"0123456789abcdef01234567\",\"text\":\"a\"}",
        "{\"type\":\"send\",\"room\":\"0123456789abcdef01234567\",\"clientMsgId\":\"a\",\"text\":{}}",
        "{\"type\":\"typing\",\"room\":\"0123456789abcdef01234567\",\"on\":1}",
        "{\"type\":\"ping\",\"ref\":7}",
        "{\"type\":\"ping\",\"ref\":\"a\\ud800\"}",
        "{\"type\":\"hello\"}",
        "{\"type\":\"hello\",\"v\":1,\"rooms\":\"some\"}",
        "{\"type\":\"hello\",\"v\":1,\"rooms\":[1]}",
        "{\"type\":\"hello\",\"v\":1,\"resume\":{}}",
        "{\"type\":\"hello\",\"v\":1,\"resume\":[null]}",
        "{\"type\":\"hello\",\"v\":1,\"resume\":[{\"room\":\"0123456789abcdef01234567\"}]}",
      })
  void aFieldThatIsWrongIsNamed(String text) {
    assertThat(Reading.read(text))
        .isInstanceOfSatisfying(
            Asked.Bad.class, bad -> assertThat(bad.code()).isEqualTo(Reading.INVALID));
  }

  @Test
  void anUnknownTypeIsToldWithItsRef() {
    assertThat(Reading.read("{\"type\":\"dance\",\"ref\":\"9\"}"))
        .isInstanceOfSatisfying(
            Asked.Bad.class,
            bad -> {
              assertThat(bad.code()).isEqualTo("unknown_type");
              assertThat(bad.ref()).hasValue("9");
            });
  }

  @Test
  void unknownFieldsAreIgnored() {
    assertThat(Reading.read("{\"type\":\"ping\",\"later\":{\"x\":[1]}}"))
        .isInstanceOf(Asked.Ping.class);
  }

  @Test
  void helloSaysWhatToWatchAndFromWhere() {
    JsonObject json =
        new JsonObject(
            "{\"type\":\"hello\",\"v\":1,\"token\":\"t\",\"rooms\":\"all\",\"resume\":[{\"room\":\"%s\",\"after\":41}]}"
                .formatted(ROOM));
    assertThat(Reading.read(json.encode()))
        .isInstanceOfSatisfying(
            Asked.Hello.class,
            hello -> {
              assertThat(hello.all()).isTrue();
              assertThat(hello.rooms()).isEmpty();
              assertThat(hello.resume()).isEqualTo(Map.of(ROOM, 41L));
              assertThat(hello.token()).hasValue("t");
              assertThat(hello.toString()).doesNotContain("token");
            });
  }

  @Test
  void aPageIsNeverLongerThanTheLongest() {
    assertThat(page("\"limit\":1000000").limit()).isEqualTo(200);
    assertThat(page("\"limit\":0").limit()).isEqualTo(1);
    assertThat(page("\"x\":0").limit()).isEqualTo(50);
    assertThat(page("\"before\":9").part()).isEqualTo(new History.Part.Before(9));
    assertThat(page("\"after\":9").part()).isEqualTo(new History.Part.After(9));
    assertThat(
            Reading.read(
                "{\"type\":\"history\",\"room\":\"" + ROOM + "\",\"before\":1,\"after\":2}"))
        .isInstanceOf(Asked.Bad.class);
  }

  private static Asked.Page page(String more) {
    return (Asked.Page)
        Reading.read("{\"type\":\"history\",\"room\":\"" + ROOM + "\"," + more + "}");
  }
}
