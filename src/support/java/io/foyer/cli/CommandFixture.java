package io.foyer.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/** Commands in this process, with an environment of their own. */
public final class CommandFixture {
  private final Map<String, String> environment;
  private final Shutdown shutdown = new Shutdown();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final StringWriter errors = new StringWriter();

  /** Commands with this environment. */
  public CommandFixture(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /** Runs a command and returns its exit code. */
  public int execute(String... arguments) {
    return execute(new PrintStream(out, true, StandardCharsets.UTF_8), arguments);
  }

  /** The same, where commands print to {@code printed}. */
  public int execute(PrintStream printed, String... arguments) {
    return FoyerCommand.create(
            shutdown, printed, environment, Path.of("").toAbsolutePath(), arguments)
        .setErr(new PrintWriter(errors, true))
        .execute(arguments);
  }

  /** Does what a signal does, but that the process goes on. */
  public void stop() {
    shutdown.stop();
  }

  /** What commands printed. */
  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  /** What they printed as errors. */
  public String errors() {
    return errors.toString();
  }
}
