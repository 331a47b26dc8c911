package io.foyer.platform.nats;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Description;
import io.foyer.platform.config.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The NATS servers of one cluster. */
public record NatsConfig(
    @Description(
            value = "The addresses of one or more servers of the cluster.",
            allowed = "nats://host:port, or tls:// for TLS; without a user",
            example = "nats://localhost:4222")
        List<String> url,
    @Description(
            value = "The user that Foyer logs in as.",
            absent = "no log-in by user and password",
            example = "change-me")
        Optional<String> user,
    @Description(
            value = "The password of that user; both are needed.",
            absent = "no log-in by user and password",
            example = "change-me")
        Optional<Secret> password,
    @Description(
            value = "A token to log in with; it takes precedence over user and password.",
            absent = "no log-in by token",
            example = "change-me")
        Optional<Secret> token,
    @Description(
            value = "A `.creds` file to log in with; it takes precedence over all of the above.",
            absent = "no log-in by a file",
            example = "/etc/foyer/nats.creds")
        Optional<Path> credentials) {
  private static final Pattern ADDRESS =
      Pattern.compile("(nats|tls)://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?");

  /** Checks the addresses, and that a user has a password. */
  public NatsConfig {
    url = List.copyOf(url);
    new Checks()
        .that(!url.isEmpty(), "url", "must name a server")
        .that(
            url.stream().allMatch(it -> ADDRESS.matcher(it).matches()),
            "url",
            "must be addresses such as nats://localhost:4222 or tls://nats.example.org:4222,"
                + " without a user")
        .that(user.isPresent() == password.isPresent(), "password", "goes together with user")
        .done();
  }
}
