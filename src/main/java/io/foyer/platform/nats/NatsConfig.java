package io.foyer.platform.nats;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The NATS servers of one cluster.
 *
 * @param url where they are: {@code nats://host:4222} or, with TLS, {@code tls://host:4222}
 * @param token stronger than a user
 * @param credentials a {@code .creds} file, stronger than both
 */
public record NatsConfig(
    List<String> url,
    Optional<String> user,
    Optional<Secret> password,
    Optional<Secret> token,
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
