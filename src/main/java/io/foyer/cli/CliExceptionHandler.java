package io.foyer.cli;

import io.foyer.platform.ProblemException;
import io.foyer.platform.config.ConfigException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Prints why a command failed; an unexpected failure is logged with its stack. */
final class CliExceptionHandler implements IExecutionExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(CliExceptionHandler.class);

  @Override
  public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
    switch (failure) {
      case ConfigException wrong -> command.getErr().println(wrong.getMessage());
      case ProblemException problem -> command.getErr().println(problem.problem().detail());
      default ->
          log.atError()
              .addKeyValue("command", command.getCommandName())
              .setCause(failure)
              .log("Command failed");
    }
    command.getErr().flush();
    return ExitCode.SOFTWARE;
  }
}
