package io.foyer.cli;

import io.foyer.FoyerConfig;
import io.foyer.accounts.AdminConfig;
import io.foyer.accounts.Admins;
import io.foyer.accounts.NewAccount;
import io.foyer.platform.Problem;
import io.foyer.platform.config.GeneratedSecret;
import io.foyer.platform.config.Secret;
import io.foyer.platform.web.Caller.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Creates an administrator: from options first, then settings, then generated values. */
@Command(description = "Makes an account that administers.")
final class CreateAdminCommand implements Callable<Integer> {
  private final CommandRunner runner;

  @Option(
      names = "--handle",
      paramLabel = "HANDLE",
      description = "Its handle; else $ADMIN_HANDLE, else admin.")
  private @Nullable String handle;

  @Option(
      names = "--email",
      paramLabel = "ADDRESS",
      description = "Its e-mail address; else $ADMIN_EMAIL.")
  private @Nullable String email;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "Holds its password; else $ADMIN_PASSWORD, else one is made and printed.")
  private @Nullable Path passwordFile;

  CreateAdminCommand(CommandRunner runner) {
    this.runner = runner;
  }

  @Override
  public Integer call() {
    return runner.withConfig(this::create);
  }

  private int create(FoyerConfig config) {
    Optional<AdminConfig> settings = config.accounts().admin();
    Optional<Secret> given =
        Optional.ofNullable(passwordFile)
            .map(CreateAdminCommand::read)
            .or(() -> settings.map(AdminConfig::password));
    NewAccount account =
        new NewAccount(
            Optional.ofNullable(handle).or(() -> settings.map(AdminConfig::handle)).orElse("admin"),
            Optional.ofNullable(email)
                .or(() -> settings.map(AdminConfig::email))
                .orElseThrow(CreateAdminCommand::noAddress),
            given.orElseGet(GeneratedSecret::unkept).reveal(),
            "",
            "",
            Role.ADMIN);
    return runner.withServices(
        config,
        core -> {
          CommandRunner.await(Admins.on(core.vertx(), core.database()).more(account));
          runner.out().println("Made the admin " + account.handle());
          if (given.isEmpty()) {
            runner.out().println("Password: " + account.password());
          }
          return 0;
        });
  }

  private static Secret read(Path file) {
    try {
      String text = Files.readString(file).replaceFirst("\\R[\\s\\S]*", "");
      return Secret.of(text);
    } catch (IOException | IllegalArgumentException e) {
      throw new Problem.Unavailable("no password can be read from " + file, Duration.ZERO)
          .asException();
    }
  }

  private static RuntimeException noAddress() {
    return new Problem.Invalid("An e-mail address is needed: --email.", List.of()).asException();
  }
}
