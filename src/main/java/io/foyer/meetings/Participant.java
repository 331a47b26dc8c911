package io.foyer.meetings;

/**
 * Somebody who takes part.
 *
 * @param role what he is in the meeting, such as {@code corrector}
 * @param email where he can be reached
 */
public record Participant(String login, String role, Email email) {
  /** What is known of an address. */
  public sealed interface Email {
    /** This one. */
    record Known(String address) implements Email {}

    /** There is none. */
    record None() implements Email {}

    /** It could not be asked for yet. */
    record Pending() implements Email {}
  }
}
