package io.foyer.fault;

import java.util.SplittableRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one number that decides what a test does at random: printed, and replayed when given. */
record Seed(long value) {
  private static final Logger log = LoggerFactory.getLogger(Seed.class);

  /** The seed of {@code -Dfoyer.seed=}, or a fresh one. */
  static Seed take() {
    Seed seed = new Seed(Long.getLong("foyer.seed", System.nanoTime() & 0xffff_ffffL));
    log.atInfo().addKeyValue("seed", seed.value).log("replay with -Dfoyer.seed");
    return seed;
  }

  SplittableRandom random(String purpose) {
    return new SplittableRandom(value * 31 + purpose.hashCode());
  }
}
