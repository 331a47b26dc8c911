package io.foyer.platform.nats;

import java.time.Duration;
import java.util.Set;

/**
 * How a stream must be, or is made.
 *
 * @param subjects what it captures, exactly
 * @param keep how long one that is made here keeps a message; zero for ever
 */
public record StreamSettings(String name, Set<String> subjects, Duration keep) {
  public StreamSettings {
    subjects = Set.copyOf(subjects);
  }
}
