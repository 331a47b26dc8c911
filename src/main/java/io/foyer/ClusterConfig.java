package io.foyer;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Default;
import io.foyer.platform.config.Within;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * How this node takes part in the cluster that is there as soon as Redis is configured.
 *
 * @param enabled whether it takes part; without it Redis serves the limits alone
 * @param host where its event bus listens
 * @param port 0 takes a free one
 * @param publicHost what the other nodes reach it by; empty is {@code host}
 * @param publicPort what the other nodes reach it by; 0 is {@code port}
 * @param tlsCert certificate of this node, in PEM; the three come together
 * @param tlsKey its key, in PEM
 * @param tlsCa whose certificates other nodes must show, in PEM: an authority of this cluster alone
 */
public record ClusterConfig(
    @Default("true") boolean enabled,
    @Default("127.0.0.1") String host,
    @Default("0") @Within(least = 0, most = 65_535) int port,
    @Default("") String publicHost,
    @Default("0") @Within(least = 0, most = 65_535) int publicPort,
    Optional<Path> tlsCert,
    Optional<Path> tlsKey,
    Optional<Path> tlsCa) {
  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");

  /** Refuses an address that no other node could reach, and half of mutual TLS. */
  public ClusterConfig {
    new Checks()
        .that(!host.isBlank(), "host", "must not be empty")
        .that(
            !EVERYWHERE.contains(host) || !publicHost.isEmpty(),
            "public_host",
            "must say by which address other nodes reach this one")
        .that(
            tlsCert.isPresent() == tlsKey.isPresent() && tlsKey.isPresent() == tlsCa.isPresent(),
            "tls_cert",
            "needs tls_key and tls_ca too, and they need it")
        .done();
  }

  /** Whether nodes must show certificates to each other. */
  boolean encrypted() {
    return tlsCert.isPresent();
  }

  /** Whether only this machine can reach the bus. */
  boolean local() {
    return host.startsWith("127.") || host.equals("localhost") || host.equals("::1");
  }
}
