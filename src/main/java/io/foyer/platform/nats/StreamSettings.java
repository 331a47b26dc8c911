package io.foyer.platform.nats;

import java.time.Duration;
import java.util.Set;

/**
 * Required configuration of a stream, which is created with it if it does not exist.
 *
 * @param subjects the exact set of subjects it captures
 * @param keep retention of messages if it is created here; zero keeps them forever
 */
public record StreamSettings(String name, Set<String> subjects, Duration keep) {
  public StreamSettings {
    subjects = Set.copyOf(subjects);
  }
}
