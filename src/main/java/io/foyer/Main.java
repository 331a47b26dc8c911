package io.foyer;

import io.foyer.cli.FoyerCommand;
import java.nio.file.Path;

/** Starts Foyer from the command line. */
public final class Main {
  private Main() {}

  /** Runs the verb that {@code args} name; the exit code is the verb's. */
  public static void main(String[] args) {
    Verbs verbs = new Verbs(System.out);
    int code =
        FoyerCommand.create(verbs, System.getenv(), Path.of("").toAbsolutePath()).execute(args);
    verbs.exit(code);
  }
}
