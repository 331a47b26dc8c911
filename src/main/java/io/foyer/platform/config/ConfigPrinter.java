package io.foyer.platform.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Prints the settings in effect as YAML, each with its origin as a comment. A secret prints as
 * {@code ***}; everything else can be read again as a configuration file.
 */
public final class ConfigPrinter {
  private final StringBuilder out = new StringBuilder();
  private List<String> groups = List.of();

  private ConfigPrinter() {}

  /** The text, one setting a line. */
  public static String print(List<Setting> settings) {
    ConfigPrinter printer = new ConfigPrinter();
    settings.forEach(printer::line);
    return printer.out.toString();
  }

  private void line(Setting setting) {
    List<String> names = new ArrayList<>(Arrays.asList(setting.path().split("\\.", -1)));
    String name = names.removeLast();
    enter(names);
    String indent = "  ".repeat(names.size());
    String origin = setting.origin().replaceAll("\\p{Cntrl}", "?");
    setting
        .shown()
        .ifPresentOrElse(
            value -> out.append("%s%s: %s # %s%n".formatted(indent, name, value, origin)),
            () -> out.append("%s# %s: %s%n".formatted(indent, name, origin)));
  }

  private void enter(List<String> names) {
    for (int depth = 0; depth < names.size(); depth++) {
      if (groups.size() <= depth || !groups.get(depth).equals(names.get(depth))) {
        out.append("%s%s:%n".formatted("  ".repeat(depth), names.get(depth)));
      }
    }
    groups = List.copyOf(names);
  }
}
