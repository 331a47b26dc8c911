package io.foyer.accounts;

import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Validates the fields of an account and reports every invalid one. */
final class Fields {
  static final int SHORTEST_PASSWORD = 8;
  static final int LONGEST_PASSWORD = 1024;
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_ABOUT = 1000;
  private static final Handle NO_HANDLE = new Handle("", "");
  private static final Email NO_EMAIL = new Email("", "");

  private final List<Problem.Field> wrong = new ArrayList<>();

  Handle handle(String given) {
    return known(
        Handle.of(given),
        NO_HANDLE,
        "handle",
        "must be 1 to " + Handle.LONGEST + " letters and digits, without blanks");
  }

  Email email(String given) {
    return known(Email.of(given), NO_EMAIL, "email", "must be one e-mail address");
  }

  String password(String given) {
    int length = given.codePointCount(0, Math.min(given.length(), 2 * LONGEST_PASSWORD + 2));
    check(length >= SHORTEST_PASSWORD, "password", "must have at least 8 characters");
    check(length <= LONGEST_PASSWORD, "password", "must have at most 1024 characters");
    check(!given.isBlank() || given.isEmpty(), "password", "must not be blank");
    check(wellFormed(given), "password", "must be text");
    check(
        length > LONGEST_PASSWORD || !CommonPasswords.contains(given),
        "password",
        "is one of the most common passwords; use a passphrase");
    return given;
  }

  String name(String given) {
    text(given, "name", LONGEST_NAME);
    check(!given.isBlank(), "name", "must not be blank");
    check(given.codePoints().noneMatch(Character::isISOControl), "name", "must be one line");
    return given;
  }

  String about(String given) {
    text(given, "about", LONGEST_ABOUT);
    return given;
  }

  String subject(String given) {
    text(given, "subject", 255);
    check(!given.isBlank(), "subject", "must not be blank");
    return given;
  }

  private void text(String given, String field, int longest) {
    check(
        given.codePointCount(0, given.length()) <= longest,
        field,
        "must have at most " + longest + " characters");
    check(Folding.storable(given), field, "must be text without NUL");
  }

  /** Whether two different passwords cannot become the same bytes. */
  private static boolean wellFormed(String text) {
    return text.codePoints()
        .noneMatch(each -> each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE);
  }

  private <T> T known(Optional<T> read, T none, String field, String reason) {
    check(read.isPresent(), field, reason);
    return read.orElse(none);
  }

  private void check(boolean holds, String field, String reason) {
    if (!holds && wrong.stream().noneMatch(it -> it.path().equals(field))) {
      wrong.add(new Problem.Field(field, reason));
    }
  }

  /** Ends the reading; fails naming all that is wrong. */
  Future<Void> done() {
    return wrong.isEmpty() ? Future.succeededFuture() : Future.failedFuture(invalid(wrong));
  }

  static ProblemException invalid(List<Problem.Field> wrong) {
    return new Problem.Invalid("Some of it cannot be taken.", wrong).asException();
  }

  static ProblemException invalid(String field, String reason) {
    return invalid(List.of(new Problem.Field(field, reason)));
  }
}
