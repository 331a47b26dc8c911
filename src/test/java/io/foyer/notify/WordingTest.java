package io.foyer.notify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordingTest {
  private static final Instant START = Instant.parse("2026-12-01T10:00:00Z");
  private static final Reminder REMINDER =
      new Reminder("42 Evaluation", START, "https://foyer.example/j/abc", List.of());

  @ParameterizedTest
  @CsvSource({
    "PT15M, begins in 15 minutes",
    "PT14M59.2S, begins in 15 minutes",
    "PT4M, begins in 4 minutes",
    "PT1M10S, begins in 1 minute.",
    "PT29S, begins now.",
    "PT0S, begins now.",
    "PT-29S, begins now.",
    "PT-1M, began 1 minute ago",
    "PT-3M-10S, began 3 minutes ago",
    "PT59M40S, begins in 1 hour.",
    "PT1H5M, begins in 1 hour 5 minutes",
    "PT2H1M, begins in 2 hours 1 minute.",
    "PT23H59M40S, begins in 1 day.",
    "PT25H40M, begins in 1 day 2 hours.",
    "PT72H, begins in 3 days."
  })
  void saysTheTimeReallyLeft(Duration left, String expected) {
    assertThat(text(Locale.ENGLISH, left)).startsWith("42 Evaluation " + expected);
  }

  @ParameterizedTest
  @CsvSource({
    "en-GB, PT5M, 42 Evaluation begins in 5 minutes. Your room: https://foyer.example/j/abc",
    "fr, PT1H1M, 42 Evaluation commence dans 1 heure et 1 minute. Votre salle : https://foyer.example/j/abc",
    "fr-CA, PT-2M, 42 Evaluation a commencé il y a 2 minutes. Votre salle : https://foyer.example/j/abc",
    "es-MX, PT26H, 42 Evaluation empieza dentro de 1 día y 2 horas. Su sala: https://foyer.example/j/abc",
    "es, PT0S, 42 Evaluation empieza ahora. Su sala: https://foyer.example/j/abc",
  })
  void speaksThreeLanguages(Locale locale, Duration left, String expected) {
    assertThat(text(locale, left)).isEqualTo(expected);
  }

  @Test
  void speaksEnglishToAllOthersWhateverTheServersOwnLanguage() {
    Locale ofServer = Locale.getDefault();
    Locale.setDefault(Locale.FRENCH);
    try {
      assertThat(text(Locale.JAPANESE, Duration.ZERO)).startsWith("42 Evaluation begins now.");
    } finally {
      Locale.setDefault(ofServer);
    }
  }

  @Test
  void quotesInTheBundleReachThePersonAsWritten() {
    assertThat(new Wording(Locale.FRENCH, () -> START).words(REMINDER).pretext())
        .contains("d'être à l'heure");
  }

  @Test
  void takesATitleAsItIs() {
    Reminder odd = new Reminder("it's {0} '{1}'", START, "l", List.of());

    assertThat(new Wording(Locale.ENGLISH, () -> START).words(odd).text())
        .isEqualTo("it's {0} '{1}' begins now. Your room: l");
  }

  private static String text(Locale locale, Duration left) {
    return new Wording(locale, () -> START.minus(left)).words(REMINDER).text();
  }
}
