package io.foyer.meetings;

import java.util.Optional;

/**
 * A participant of a meeting.
 *
 * @param key name of the person in the feature that books, such as a login; unique in the meeting
 * @param role role in the meeting, such as {@code corrector}
 * @param email e-mail address, as far as known
 * @param person who it is, as far as known
 * @param moderator whether the person may moderate; then the link is their own
 * @param remind whether reminders are sent to the person
 * @param ownLink whether the person enters by a link of their own in place of the meeting's
 */
public record Participant(
    String key,
    String role,
    Email email,
    Person person,
    boolean moderator,
    boolean remind,
    boolean ownLink) {
  public Participant {
    ownLink = ownLink || moderator;
  }

  /** A participant who gets reminders and uses the link of the meeting. */
  public Participant(String key, String role, Email email) {
    this(key, role, email, Person.UNKNOWN, false, true, false);
  }

  /**
   * Who a participant is.
   *
   * @param name name shown to the others
   * @param accountId account in Foyer
   */
  public record Person(Optional<String> name, Optional<String> accountId) {
    /** Nothing but the key is known. */
    public static final Person UNKNOWN = new Person(Optional.empty(), Optional.empty());
  }

  /** An e-mail address, or why there is none. */
  public sealed interface Email {
    /** A known address. */
    record Known(String address) implements Email {}

    /** The participant has no address. */
    record None() implements Email {}

    /** Not looked up yet. */
    record Pending() implements Email {}
  }
}
