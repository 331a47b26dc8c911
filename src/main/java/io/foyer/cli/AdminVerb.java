package io.foyer.cli;

import io.foyer.cli.Program.AdminWish;
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
  private final Program program;
  private final Start start;

  @Spec private CommandSpec spec = CommandSpec.create();

  AdminVerb(Program program, Start start) {
    this.program = program;
    this.start = start;
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
    AdminWish wish =
        new AdminWish(
            Optional.ofNullable(handle),
            Optional.ofNullable(email),
            Optional.ofNullable(passwordFile));
    return start.with(config -> program.createAdmin(config, wish));
  }
}
