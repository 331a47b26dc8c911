package io.foyer.evaluations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

/** The notations of a time. */
class TimesTest {
  private final Times times = new Times("2006-01-02 15:04:05 UTC");

  @Provide
  Arbitrary<Instant> moments() {
    return Arbitraries.longs()
        .between(
            Instant.parse("0001-01-01T00:00:00Z").getEpochSecond(),
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond())
        .map(Instant::ofEpochSecond);
  }

  @Property
  void everyNotationOfAMomentIsThatMoment(
      @ForAll("moments") Instant moment,
      @ForAll @IntRange(max = 999_999) int micros,
      @ForAll @IntRange(min = -17, max = 17) int hours) {
    Instant exact = moment.plus(micros, ChronoUnit.MICROS);
    assertThat(times.parse(exact.toString())).contains(exact);
    assertThat(times.parse(layout("yyyy-MM-dd HH:mm:ss 'UTC'", moment))).contains(moment);
    assertThat(times.parse(layout("yyyy-MM-dd HH:mm:ss.SSSSSS 'UTC'", exact))).contains(exact);
    if (moment.isAfter(Instant.parse("0001-01-03T00:00:00Z"))
        && moment.isBefore(Instant.parse("9999-12-30T00:00:00Z"))) {
      String elsewhere =
          DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSxxx", Locale.ROOT)
              .format(exact.atOffset(ZoneOffset.ofHours(hours)));
      assertThat(times.parse(elsewhere)).as(elsewhere).contains(exact);
    }
  }

  private static String layout(String pattern, Instant moment) {
    return DateTimeFormatter.ofPattern(pattern.replace("yyyy", "uuuu"), Locale.ROOT)
        .withZone(ZoneOffset.UTC)
        .format(moment);
  }

  @Property
  void anyTextIsATimeOrNone(@ForAll @StringLength(max = 60) String text) {
    times
        .parse(text)
        .ifPresent(time -> assertThat(time).isBeforeOrEqualTo("9999-12-31T23:59:59.999999Z"));
  }

  @Example
  void whatIsNoTimeIsNone() {
    for (String text :
        new String[] {
          "",
          "2036-02-30T10:00:00Z",
          "2036-02-30 10:00:00 UTC",
          "2036-12-01T10:00:00",
          "2036-12-01",
          "2036-12-01 10:00:00",
          "2036-12-01 25:00:00 UTC",
          "+12036-12-01T10:00:00Z",
          "2036-12-01T10:00:00Z "
        }) {
      assertThat(times.parse(text)).as(text).isEmpty();
    }
  }

  @Example
  void layoutsAreThoseOfGo() {
    assertThat(new Times("02/01/2006 03:04 PM -0700").parse("01/12/2036 02:30 PM +0200"))
        .contains(Instant.parse("2036-12-01T12:30:00Z"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Times("15:04"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Times("dd.MM.yyyy"));
  }
}
