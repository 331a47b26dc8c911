package io.foyer.testing;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** An evaluation that a test invents: its ids and its people, all its own. */
public record Appointment(long id, long team, String corrector, List<String> students) {
  /** Number {@code n}, with two students. */
  public static Appointment number(long n) {
    return new Appointment(
        900_000 + n, 700_000 + n, "cor" + n, List.of("stu" + n + "z", "stu" + n + "a"));
  }

  /** Everybody, the corrector first. */
  public List<String> people() {
    List<String> all = new ArrayList<>(List.of(corrector));
    all.addAll(students);
    return all;
  }

  /** The address of a person, a canary that no log may hold. */
  public static String address(String login) {
    return login + "@canary.example";
  }

  /** What the webhook carries. */
  public JsonObject at(Instant begin) {
    return at(begin.toString());
  }

  /** The same with a time in any notation. */
  public JsonObject at(String begin) {
    return new JsonObject()
        .put("id", id)
        .put("begin_at", begin)
        .put("team", new JsonObject().put("id", team).put("name", "group " + team))
        .put("user", new JsonObject().put("id", id + 1).put("login", corrector));
  }

  /** What the intranet answers about it. */
  public JsonObject asTheIntranetHasIt(Instant begin, String login, Instant updated) {
    return new JsonObject()
        .put("id", id)
        .put("begin_at", begin.toString())
        .put("team", new JsonObject().put("id", team))
        .put("corrector", new JsonObject().put("login", login))
        .put("updated_at", updated.toString());
  }

  /** What announces its end. */
  public JsonObject gone() {
    return new JsonObject().put("id", id);
  }
}
