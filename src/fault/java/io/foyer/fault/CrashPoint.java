package io.foyer.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * Places in the program where a node dies. They are put there from outside by Byteman, when the
 * node starts, so that the program itself knows nothing of its tests.
 */
enum CrashPoint {
  /** In a transaction that changes what is known; what is new is one statement. */
  BEFORE_COMMIT("io.foyer.evaluations.EvaluationIntake", "follow", ""),
  AFTER_COMMIT_BEFORE_ACK(
      "io.foyer.platform.bus.WakeupNotifier", "wake", "$1.equals(\"enrichments\") && "),
  AFTER_CLAIM("io.foyer.notify.Sender", "send", ""),
  AFTER_CALL_BEFORE_MARKING("io.foyer.notify.Sender", "ended", "");

  private static final Pattern CLASS_NAME = Pattern.compile("io\\.foyer\\.[a-z0-9.]+[A-Z][\\w$]*");
  private static final Pattern PLACE = Pattern.compile("CLASS (\\S+)\\s+METHOD (\\w+)");
  private static final Pattern CONSTANT = Pattern.compile("(" + CLASS_NAME + ")\\.([A-Z_]{2,})\\b");

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

  /**
   * The JVM option that applies the rules in {@code script}.
   *
   * @throws IllegalArgumentException if the program has no such class, method or constant: Byteman
   *     would apply nothing
   */
  static String agent(Path file, String script) {
    CLASS_NAME.matcher(script).results().forEach(found -> type(found.group()));
    CONSTANT.matcher(script).results().forEach(it -> requireField(it.group(1), it.group(2)));
    PLACE.matcher(script).results().forEach(found -> requireMethod(found.group(1), found.group(2)));
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

  private static Class<?> type(String name) {
    try {
      return Class.forName(name, false, CrashPoint.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("a rule names a class that is gone: " + name, e);
    }
  }

  private static void requireField(String type, String field) {
    if (Arrays.stream(type(type).getDeclaredFields())
        .noneMatch(each -> each.getName().equals(field))) {
      throw new IllegalArgumentException(
          "a rule names a field that is gone: " + type + "." + field);
    }
  }

  private static void requireMethod(String type, String method) {
    if (Arrays.stream(type(type).getDeclaredMethods())
        .noneMatch(each -> each.getName().equals(method))) {
      throw new IllegalArgumentException(
          "a rule names a method that is gone: " + type + "." + method);
    }
  }
}
