package io.foyer;

import io.foyer.cli.FoyerCommand;
import java.nio.file.Path;

/** Entry point of the command line. */
public final class Main {
  private Main() {}

  /** Runs the command in {@code args} and exits with its exit code. */
  public static void main(String[] args) {
    Verbs verbs = new Verbs(System.out);
    int code =
        FoyerCommand.create(verbs, System.getenv(), Path.of("").toAbsolutePath(), args)
            .execute(args);
    verbs.exit(code);
  }
}
