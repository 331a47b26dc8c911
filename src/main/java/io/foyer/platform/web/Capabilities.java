package io.foyer.platform.web;

import java.util.Optional;
import java.util.Set;

/**
 * What this installation can do, as far as its pages depend on it: they offer nothing that leads
 * nowhere.
 *
 * @param names those that it has, of {@link #ALL}
 * @param longestText most characters of a chat message
 * @param webhookSecret the secret of webhooks where it is public, as the demo's is
 */
public record Capabilities(Set<String> names, int longestText, Optional<String> webhookSecret) {
  /** The demo's live page is served. */
  public static final String DEMO = "demo";

  /** There are feeds. */
  public static final String FEEDS = "feeds";

  /** Mail is sent. */
  public static final String MAIL = "mail";

  /** People register here, and not at an external accounts server. */
  public static final String REGISTRATION = "registration";

  /** Bookings are taken by webhook. */
  public static final String WEBHOOKS = "webhooks";

  private static final Set<String> ALL = Set.of(DEMO, FEEDS, MAIL, REGISTRATION, WEBHOOKS);

  /** Everything. */
  static final Capabilities EVERYTHING = new Capabilities(ALL, 8_000, Optional.of("demo"));

  /**
   * Copies the names.
   *
   * @throws IllegalArgumentException for an unknown name
   */
  public Capabilities {
    if (!ALL.containsAll(names)) {
      throw new IllegalArgumentException("unknown capability in " + names);
    }
    names = Set.copyOf(names);
  }

  /**
   * Whether a condition of a page holds: a name, or {@code !} and a name.
   *
   * @throws IllegalArgumentException for an unknown name
   */
  boolean holds(String condition) {
    boolean wanted = !condition.startsWith("!");
    String name = wanted ? condition : condition.substring(1);
    if (!ALL.contains(name)) {
      throw new IllegalArgumentException("unknown capability: " + name);
    }
    return names.contains(name) == wanted;
  }
}
