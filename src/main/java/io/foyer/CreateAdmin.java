package io.foyer;

import io.foyer.accounts.AdminConfig;
import io.foyer.accounts.NewAccount;
import io.foyer.cli.CommandHandlers.CreateAdminRequest;
import io.foyer.platform.Problem;
import io.foyer.platform.config.GeneratedSecret;
import io.foyer.platform.config.Secret;
import io.foyer.platform.web.Caller.Role;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Input of {@code foyer admin create}: options first, then settings, then generated values. */
final class CreateAdmin {
  private final PrintStream out;
  private final NewAccount account;
  private final boolean made;

  /** Fails with a problem where the file cannot be read or there is no e-mail address. */
  CreateAdmin(PrintStream out, FoyerConfig config, CreateAdminRequest wish) {
    this.out = out;
    Optional<Secret> given =
        wish.passwordFile()
            .map(CreateAdmin::read)
            .or(() -> config.accounts().admin().map(AdminConfig::password));
    this.made = given.isEmpty();
    this.account =
        new NewAccount(
            wish.handle()
                .or(() -> config.accounts().admin().map(AdminConfig::handle))
                .orElse("admin"),
            wish.email()
                .or(() -> config.accounts().admin().map(AdminConfig::email))
                .orElseThrow(CreateAdmin::noAddress),
            given.orElseGet(GeneratedSecret::unkept).reveal(),
            "",
            "",
            Role.ADMIN);
  }

  NewAccount account() {
    return account;
  }

  void print() {
    out.println("Made the admin " + account.handle());
    if (made) {
      out.println("Password: " + account.password());
    }
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
