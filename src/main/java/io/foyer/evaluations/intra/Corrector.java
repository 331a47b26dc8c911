package io.foyer.evaluations.intra;

/** Corrector of an evaluation, as far as the intranet shows it. */
public sealed interface Corrector {
  /** A known user. */
  record Known(String login) implements Corrector {}

  /** No corrector: an evaluation that the intranet created itself. */
  record None() implements Corrector {}

  /** A hidden corrector ({@code "invisible"}). */
  record Hidden() implements Corrector {}
}
