package io.foyer;

import io.foyer.platform.config.Checks;
import io.foyer.platform.config.Default;
import io.foyer.platform.config.Description;
import io.foyer.platform.config.HostPort;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** How this node takes part in the cluster, which exists as soon as Redis is configured. */
public record ClusterConfig(
    @Description(
            "Whether this node takes part in the cluster; without it Redis serves the rate limits"
                + " alone.")
        @Default("true")
        boolean enabled,
    @Description("The address where the event bus listens.") @Default("127.0.0.1:0") HostPort addr,
    @Description(
            value =
                "The address by which other nodes reach this one, needed where it listens on every"
                    + " address; port 0 means the port of `addr`.",
            absent = "the same as `addr`",
            example = "node1.example.org:0")
        Optional<HostPort> publicAddr,
    @Description(
            value =
                "The PEM file with this node's certificate for mutual TLS; the three TLS files are"
                    + " needed together.",
            absent = "no TLS: anything that reaches the port can send messages",
            example = "/etc/foyer/node.pem")
        Optional<Path> tlsCert,
    @Description(
            value = "The PEM file with the key of that certificate.",
            absent = "no TLS",
            example = "/etc/foyer/node.key")
        Optional<Path> tlsKey,
    @Description(
            value =
                "The PEM file with the authority that signs the certificates of all nodes, and of"
                    + " this cluster only.",
            absent = "no TLS",
            example = "/etc/foyer/cluster-ca.pem")
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
