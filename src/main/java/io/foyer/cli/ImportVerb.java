package io.foyer.cli;

import io.foyer.cli.Program.OldSystem;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code foyer import}. */
@Command(
    name = "import",
    description = "Takes over what an older system left in the configured database.")
final class ImportVerb implements Callable<Integer> {
  private final Program program;
  private final Start start;

  @Parameters(paramLabel = "SYSTEM", description = "One of: ${COMPLETION-CANDIDATES}.")
  private OldSystem system = OldSystem.JITSI_42;

  ImportVerb(Program program, Start start) {
    this.program = program;
    this.start = start;
  }

  @Override
  public Integer call() {
    return start.with(config -> program.importFrom(config, system));
  }
}
