package io.foyer.platform.nats;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The NATS servers of one cluster.
 *
 * @param url where they are: {@code nats://host:4222} or, with TLS, {@code tls://host:4222}
 * @param token in place of a user
 * @param credentials a {@code .creds} file, in place of a user
 */
public record NatsConfig(
    List<URI> url,
    Optional<String> user,
    Optional<Secret> password,
    Optional<Secret> token,
    Optional<Path> credentials) {
  private static final Set<String> SCHEMES = Set.of("nats", "tls");

  /** Checks the addresses, and that there is one way to log in at most. */
  public NatsConfig {
    url = List.copyOf(url);
    int ways =
        (user.isPresent() ? 1 : 0)
            + (token.isPresent() ? 1 : 0)
            + (credentials.isPresent() ? 1 : 0);
    new Checks()
        .that(!url.isEmpty(), "url", "must name a server")
        .that(
            url.stream().allMatch(it -> SCHEMES.contains(it.getScheme()) && it.getHost() != null),
            "url",
            "must be addresses such as nats://localhost:4222 or tls://nats.example.org:4222")
        .that(ways <= 1, "user", "cannot stand beside token or credentials")
        .that(user.isPresent() == password.isPresent(), "password", "goes together with user")
        .done();
  }
}
