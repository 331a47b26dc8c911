package io.foyer.testing.gate;

import java.util.List;

/** What becomes of a run. */
sealed interface Verdict {
  record Passed() implements Verdict {}

  /** It passes if these classes pass alone. */
  record Again(List<Flake> candidates) implements Verdict {}

  record Failed(List<String> reasons) implements Verdict {}
}
