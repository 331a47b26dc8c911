package io.foyer.evaluations.intra;

/** Who corrects an evaluation, as far as the intranet tells. */
public sealed interface Corrector {
  /** This person. */
  record Known(String login) implements Corrector {}

  /** Nobody: an evaluation that the intranet made by itself. */
  record None() implements Corrector {}

  /** Somebody, but the intranet hides who ({@code "invisible"}). */
  record Hidden() implements Corrector {}
}
