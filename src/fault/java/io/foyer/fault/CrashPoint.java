package io.foyer.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Places in the program where a node dies. They are put there from outside by Byteman, when the
 * node starts, so that the program itself knows nothing of its tests. A name that no longer exists
 * makes the test fail, because then the node lives.
 */
enum CrashPoint {
  /** In a transaction that changes what is known; what is new is one statement. */
  BEFORE_COMMIT("io.foyer.evaluations.EvaluationIntake", "follow", ""),
  AFTER_COMMIT_BEFORE_ACK(
      "io.foyer.platform.bus.WakeupNotifier", "wake", "$1.equals(\"enrichments\") && "),
  AFTER_CLAIM("io.foyer.notify.Sender", "send", ""),
  AFTER_CALL_BEFORE_MARKING("io.foyer.notify.Sender", "ended", "");

  private final String type;
  private final String method;
  private final String when;

  CrashPoint(String type, String method, String when) {
    this.type = type;
    this.method = method;
    this.when = when;
  }

  /** The JVM option with which a node dies when it passes here for the {@code pass}-th time. */
  String agent(Path folder, int pass) {
    return agent(
        folder.resolve(name() + ".btm"),
        rule(name(), type, method, when + "incrementCounter(\"pass\") == " + pass, "killJVM()"));
  }

  static String rule(String name, String type, String method, String condition, String action) {
    return """
    RULE %s
    CLASS %s
    METHOD %s
    AT ENTRY
    IF %s
    DO %s
    ENDRULE
    """
        .formatted(name, type, method, condition, action);
  }

  /** The JVM option that applies the rules in {@code script}. */
  static String agent(Path file, String script) {
    try {
      Files.writeString(file, script);
      Path jar =
          Path.of(
              org.jboss.byteman.agent.Main.class
                  .getProtectionDomain()
                  .getCodeSource()
                  .getLocation()
                  .toURI());
      return "-javaagent:" + jar + "=script:" + file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
