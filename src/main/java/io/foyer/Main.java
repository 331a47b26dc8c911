package io.foyer;

import io.foyer.cli.FoyerCommand;
import io.foyer.cli.Shutdown;
import java.nio.file.Path;

/** Entry point of the command line. */
public final class Main {
  private Main() {}

  /** Runs the command in {@code args} and exits with its exit code. */
  public static void main(String[] args) {
    Shutdown shutdown = new Shutdown().install();
    int code =
        FoyerCommand.create(
                shutdown, System.out, System.getenv(), Path.of("").toAbsolutePath(), args)
            .execute(args);
    shutdown.exit(code);
  }
}
