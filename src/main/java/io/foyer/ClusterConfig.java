package io.foyer;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Default;
import io.foyer.platform.config.HostPort;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Cluster settings of this node. The cluster exists as soon as Redis is configured.
 *
 * @param enabled whether this node joins; otherwise Redis serves the rate limits only
 * @param addr address on which its event bus listens; port 0 chooses a free one
 * @param publicAddr address by which other nodes reach it, if different; port 0 means that of
 *     {@code addr}
 * @param tlsCert certificate of this node, in PEM; all three are set, or none
 * @param tlsKey its key, in PEM
 * @param tlsCa CA that must have signed the other nodes' certificates, in PEM; use one for this
 *     cluster only
 */
public record ClusterConfig(
    @Default("true") boolean enabled,
    @Default("127.0.0.1:0") HostPort addr,
    Optional<HostPort> publicAddr,
    Optional<Path> tlsCert,
    Optional<Path> tlsKey,
    Optional<Path> tlsCa) {
  private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");

  /** Refuses an address that no other node could reach, and half of mutual TLS. */
  public ClusterConfig {
    new Checks()
        .that(
            !EVERYWHERE.contains(addr.host()) || publicAddr.isPresent(),
            "public_addr",
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
    String host = addr.host();
    return host.startsWith("127.") || host.equals("localhost") || host.equals("::1");
  }
}
