package io.foyer.platform.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How single values are written. */
class NotationTest {
  record Example(
      @Default("1s") Duration pause,
      @Default("80") int port,
      @Default("false") boolean on,
      @Default("http://localhost") URI url,
      @Default("1") int count,
      @Default(":0") HostPort address) {}

  @ParameterizedTest
  @CsvSource({
    "15m, PT15M",
    "1h30m, PT1H30M",
    "500ms, PT0.5S",
    "1.5h, PT1H30M",
    "10s, PT10S",
    "1m30s500ms, PT1M30.5S",
    "2160h, PT2160H",
    "1000us, PT0.001S",
    "1000µs, PT0.001S",
    "2562047h, PT2562047H"
  })
  void aDurationIsWrittenAsInGo(String text, Duration duration) {
    assertThat(load("pause", text).pause()).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", " ", "15", "0", "-15m", "+15m", "m", "15 m", "15M", "1d", "abc", "1h30", "1.m", ".5h",
        "1..5h", "1e3s", "15m;", "١٥m", "0x10s", "NaN"
      })
  void aBadDurationIsRefusedByName(String text) {
    assertThatThrownBy(() -> load("pause", text))
        .hasMessage("pause: must be a duration such as 15m or 1h30m");
  }

  @ParameterizedTest
  @ValueSource(strings = {"2562048h", "9223372036854775808ns", "99999999999999999999999h"})
  void aDurationThatOverflowsIsRefused(String text) {
    assertThatThrownBy(() -> load("pause", text))
        .hasMessage("pause: must be shorter than 2562047h");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0s", "0h0m", "999us", "1ns"})
  void aDurationOfNothingIsRefused(String text) {
    assertThatThrownBy(() -> load("pause", text)).hasMessage("pause: must be at least 1ms");
  }

  @Property
  void aPrintedDurationReadsAsItself(
      @ForAll @LongRange(min = 1_000_000, max = Long.MAX_VALUE) long nanos) {
    Duration duration = Duration.ofNanos(nanos);

    assertThat(Durations.parse(Durations.format(duration))).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0",
        "-1",
        "65536",
        "99999999999",
        "http",
        "80.0",
        " 80",
        "0x50",
        "8_0",
        "+80"
      })
  void aBadPortIsRefusedByName(String text) {
    assertThatThrownBy(() -> load("port", text))
        .hasMessage("port: must be a port between 1 and 65535");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "65535"})
  void aGoodPortIsTaken(String text) {
    assertThat(load("port", text).port()).isEqualTo(Integer.parseInt(text));
  }

  @ParameterizedTest
  @CsvSource({
    "true,true",
    "TRUE,true",
    "t,true",
    "T,true",
    "1,true",
    "True,true",
    "false,false",
    "F,false",
    "f,false",
    "0,false"
  })
  void aTruthValueHasTheFormsOfGo(String text, boolean truth) {
    assertThat(load("on", text).on()).isEqualTo(truth);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "yes", "on", "no", "2", "tru", "true "})
  void aBadTruthValueIsRefusedByName(String text) {
    assertThatThrownBy(() -> load("on", text)).hasMessage("on: must be true or false");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1.5", "one", "2147483648", "-2147483649", "12345678901", "1 "})
  void aBadNumberIsRefusedByName(String text) {
    assertThatThrownBy(() -> load("count", text))
        .hasMessageStartingWith("count: must be a whole number");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.org",
        "ftp://example.org",
        "http:///path",
        "/path",
        "http://a_b",
        "http://a:65536",
        "http://exa mple",
        "mailto:a@b",
        "https:",
        "javascript:alert(1)"
      })
  void aBadAddressIsRefusedByName(String text) {
    assertThatThrownBy(() -> load("url", text))
        .hasMessageStartingWith("url: must be an http or https address");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://localhost:8080", "HTTPS://example.org/base/", "http://[::1]:80"})
  void aGoodAddressIsTaken(String text) {
    assertThat(load("url", text).url()).isEqualTo(URI.create(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://user:hunter2@example.org", "https://token@example.org/"})
  void anAddressWithAPasswordIsRefusedAndNotRepeated(String text) {
    assertThatThrownBy(() -> load("url", text))
        .hasMessage("url: must not hold a user or a password");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "localhost:", "localhost:x", "localhost:65536", ":-1"})
  void aBadListeningAddressIsRefused(String text) {
    assertThatThrownBy(() -> load("address", text)).hasMessageStartingWith("address: ");
  }

  @ParameterizedTest
  @CsvSource({":5000,0.0.0.0,5000", "[::1]:80,::1,80", "a:0,a,0"})
  void aGoodListeningAddressIsTaken(String text, String host, int port) {
    assertThat(load("address", text).address()).isEqualTo(new HostPort(host, port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\0"})
  void aPathMustBeOne(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Scalars.read(Path.class, "dir", text))
        .withMessage("must be a path");
  }

  private static Example load(String path, String text) {
    Sources sources =
        new Sources(Map.of(path, text), Map.of(), Optional.empty(), Path.of("target"));
    return Settings.load(Example.class, sources).config();
  }
}
