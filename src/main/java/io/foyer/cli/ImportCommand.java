package io.foyer.cli;

import io.foyer.EvaluationsFeature;
import io.foyer.FoyerConfig;
import io.foyer.evaluations.OldInstallation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Imports the tables of an older system. */
@Command(description = "Takes over what an older system left in the configured database.")
final class ImportCommand implements Callable<Integer> {
  private final CommandRunner runner;

  @Parameters(paramLabel = "SYSTEM", description = "One of: ${COMPLETION-CANDIDATES}.")
  private OldSystem system = OldSystem.JITSI_42;

  ImportCommand(CommandRunner runner) {
    this.runner = runner;
  }

  /** A system whose tables can be taken over. */
  enum OldSystem {
    JITSI_42("42-jitsi");

    private final String label;

    OldSystem(String label) {
      this.label = label;
    }

    @Override
    public String toString() {
      return label;
    }
  }

  @Override
  public Integer call() {
    return switch (system) {
      case JITSI_42 -> runner.withConfig(this::importEvaluations);
    };
  }

  private int importEvaluations(FoyerConfig config) {
    return runner.withServices(
        config,
        core -> {
          print(CommandRunner.await(EvaluationsFeature.oldInstallation(config, core).takeOver()));
          return 0;
        });
  }

  private void print(OldInstallation.Counts counts) {
    runner
        .out()
        .println(
            """
            Taken over, to be announced:       %6d
            Taken over, announced by 42-jitsi: %6d
            Taken over, without a corrector:   %6d
            Taken over, missed:                %6d
            Left alone, known to Foyer:        %6d
            Left behind, without a time:       %6d\
            """
                .formatted(
                    counts.waiting(),
                    counts.announced(),
                    counts.silent(),
                    counts.missed(),
                    counts.known(),
                    counts.timeless()));
  }
}
