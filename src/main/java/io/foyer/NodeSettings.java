package io.foyer;

import io.foyer.platform.config.Default;
import io.foyer.platform.config.Description;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.event.Level;

/** What this process is: its roles, its folder, its log. */
public record NodeSettings(
    @Description("The roles of this node; an empty list means all of them.") @Default("")
        List<Role> roles,
    @Description("The folder of the embedded database, of generated secrets and of other files.")
        @Default("data")
        Path dataDir,
    @Description(
            "The least severe log lines that are written; `panic` and `fatal` mean `error`,"
                + " `warning` means `warn`.")
        @Default("info")
        LogLevel logLevel,
    @Description(
            "The format of log lines on standard error: key=value pairs, or one JSON object a"
                + " line.")
        @Default("text")
        LogFormat logFormat) {
  /** Makes the list unmodifiable. */
  public NodeSettings {
    roles = List.copyOf(roles);
  }

  /** The roles of this node: all of them where none is named. */
  public Set<Role> activeRoles() {
    return roles.isEmpty() ? EnumSet.allOf(Role.class) : Set.copyOf(roles);
  }

  /** The least severe lines that are written; old names such as {@code panic} are understood. */
  public enum LogLevel {
    PANIC,
    FATAL,
    ERROR,
    WARN,
    WARNING,
    INFO,
    DEBUG,
    TRACE;

    /** This level as the logging library has it: panic and fatal leave nothing but errors. */
    public Level severity() {
      return switch (this) {
        case PANIC, FATAL, ERROR -> Level.ERROR;
        case WARN, WARNING -> Level.WARN;
        case INFO -> Level.INFO;
        case DEBUG -> Level.DEBUG;
        case TRACE -> Level.TRACE;
      };
    }
  }

  /** How a log line looks. */
  public enum LogFormat {
    TEXT,
    JSON
  }
}
