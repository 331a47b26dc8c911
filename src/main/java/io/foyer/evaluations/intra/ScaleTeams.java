package io.foyer.evaluations.intra;

import io.vertx.core.json.JsonObject;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;

/** Parses the response of {@code GET v2/scale_teams/{id}}. */
final class ScaleTeams {
  private ScaleTeams() {}

  /**
   * Reads an evaluation.
   *
   * @throws IntraFailure.Unavailable if it is none, or another than {@code asked}
   */
  static ScaleTeam parse(JsonObject answer, long asked) {
    long id = Json.id(answer, "id");
    if (id != asked) {
      throw Json.malformed("id is another");
    }
    return new ScaleTeam(
        id,
        instant(Json.text(answer, "begin_at")),
        team(answer.getValue("team")),
        corrector(answer),
        Json.optionalText(answer, "updated_at").map(ScaleTeams::instant));
  }

  private static long team(Object value) {
    if (value instanceof JsonObject team) {
      return Json.id(team, "id");
    }
    throw Json.malformed("team is not an object");
  }

  private static Corrector corrector(JsonObject answer) {
    return person(answer.getValue("corrector"))
        .or(() -> person(answer.getValue("user")))
        .orElseGet(Corrector.None::new);
  }

  private static Optional<Corrector> person(Object value) {
    return switch (value) {
      case JsonObject person -> Json.optionalText(person, "login").map(Corrector.Known::new);
      case String hidden -> Optional.of(new Corrector.Hidden());
      case null -> Optional.empty();
      default -> throw Json.malformed("corrector is neither an object nor a text");
    };
  }

  /** RFC 3339, or the older notation {@code 2026-12-01 14:30:00 UTC}. */
  private static Instant instant(String text) {
    String iso = text.endsWith(" UTC") ? text.replace(" UTC", "Z").replace(' ', 'T') : text;
    try {
      return OffsetDateTime.parse(iso).toInstant();
    } catch (DateTimeException e) {
      throw Json.malformed("a time cannot be read");
    }
  }
}
