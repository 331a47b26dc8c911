package io.foyer.testing.gate;

/** A class that missed a deadline; when it passes alone, its line goes to docs/flakes.txt. */
record Flake(String testClass, String cause, String seed) {
  @Override
  public String toString() {
    return "FLAKE " + testClass + " " + cause + " " + seed;
  }
}
