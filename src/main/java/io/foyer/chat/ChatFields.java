package io.foyer.chat;

import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Validates the fields of chat requests and reports every invalid one. */
final class ChatFields {
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_TOPIC = 500;
  private static final int LONGEST_CLIENT_ID = 128;
  private static final int LINK = 2;
  private static final int TEXT = 1;
  private static final Pattern ID = Pattern.compile("[0-9a-f]{24}");
  private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final Pattern LINKS = Pattern.compile("(?:https?|ftp)://.*", Pattern.DOTALL);

  private final List<Problem.Field> wrong = new ArrayList<>();

  /** Whether it can be the id of a room. */
  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  /** Whether it can be the id of an account, ours or that of a token of the configuration. */
  static boolean isAccount(String text) {
    return ACCOUNT.matcher(text).matches();
  }

  /** The type of a message. */
  static int type(String text) {
    return LINKS.matcher(text).matches() ? LINK : TEXT;
  }

  String name(String given) {
    String name = given.strip();
    check(!name.isEmpty(), "name", "must not be blank");
    check(name.codePoints().noneMatch(Character::isISOControl), "name", "must be one line");
    return storable(name, "name", LONGEST_NAME);
  }

  String topic(String given) {
    return storable(given, "topic", LONGEST_TOPIC);
  }

  /** A message; commands are for bots, of which there are none yet. */
  String text(String given, int longest) {
    check(!given.isBlank(), "text", "must not be blank");
    check(!given.startsWith("/"), "text", "must not begin with / (there are no commands yet)");
    return storable(given, "text", longest);
  }

  String clientId(String given) {
    check(!given.isEmpty(), "clientMsgId", "must not be empty");
    return storable(given, "clientMsgId", LONGEST_CLIENT_ID);
  }

  private String storable(String given, String field, int longest) {
    check(
        given.codePointCount(0, given.length()) <= longest,
        field,
        "must have at most " + longest + " characters");
    check(
        given.codePoints().noneMatch(ChatFields::isUnstorable), field, "must be text without NUL");
    return given;
  }

  /** PostgreSQL takes no NUL, UTF-8 no half of a pair. */
  private static boolean isUnstorable(int each) {
    return each == 0 || (each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE);
  }

  private void check(boolean holds, String field, String reason) {
    if (!holds && wrong.stream().noneMatch(it -> it.path().equals(field))) {
      wrong.add(new Problem.Field(field, reason));
    }
  }

  /**
   * Ends the reading.
   *
   * @throws ProblemException naming all that is wrong
   */
  void done() {
    if (!wrong.isEmpty()) {
      throw new Problem.Invalid("Some of it cannot be taken.", wrong).asException();
    }
  }
}
