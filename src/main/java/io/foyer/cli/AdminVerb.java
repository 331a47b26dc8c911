package io.foyer.cli;

import io.foyer.cli.CommandHandlers.CreateAdminRequest;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code foyer admin}. */
@Command(
    name = "admin",
    description = "Looks after those who administer.",
    synopsisSubcommandLabel = "VERB")
final class AdminVerb implements Runnable {
  private final CommandHandlers commandHandlers;
  private final CommandRunner commandRunner;

  @Spec private CommandSpec spec = CommandSpec.create();

  AdminVerb(CommandHandlers commandHandlers, CommandRunner commandRunner) {
    this.commandHandlers = commandHandlers;
    this.commandRunner = commandRunner;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Missing verb");
  }

  @Command(name = "create", description = "Makes an account that administers.")
  int create(
      @Option(
              names = "--handle",
              paramLabel = "HANDLE",
              description = "Its handle; else $ADMIN_HANDLE, else admin.")
          @Nullable String handle,
      @Option(
              names = "--email",
              paramLabel = "ADDRESS",
              description = "Its e-mail address; else $ADMIN_EMAIL.")
          @Nullable String email,
      @Option(
              names = "--password-file",
              paramLabel = "FILE",
              description =
                  "Holds its password; else $ADMIN_PASSWORD, else one is made and printed.")
          @Nullable Path passwordFile) {
    CreateAdminRequest wish =
        new CreateAdminRequest(
            Optional.ofNullable(handle),
            Optional.ofNullable(email),
            Optional.ofNullable(passwordFile));
    return commandRunner.with(config -> commandHandlers.createAdmin(config, wish));
  }
}
