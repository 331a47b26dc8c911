package io.foyer.meetings;

/**
 * A participant of a meeting.
 *
 * @param role role in the meeting, such as {@code corrector}
 * @param email e-mail address, as far as known
 */
public record Participant(String login, String role, Email email) {
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
