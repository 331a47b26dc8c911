package io.foyer.platform.http;

import io.foyer.platform.config.Cidr;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Decides which addresses may be connected to on behalf of somebody who is not the operator (server
 * side request forgery, OWASP ASVS 5.0, 1.3.6). Addresses of this machine and of private networks
 * are refused unless the operator allows them. A name is resolved once, and the caller connects to
 * the address that was judged.
 */
public final class AddressPolicy {
  // IANA's registries of special-purpose addresses, as far as java.net.InetAddress does not know.
  private static final List<Cidr> SPECIAL =
      Stream.of(
              "0.0.0.0/8",
              "100.64.0.0/10",
              "192.0.0.0/24",
              "192.0.2.0/24",
              "198.18.0.0/15",
              "198.51.100.0/24",
              "203.0.113.0/24",
              "240.0.0.0/4",
              "fc00::/7",
              "64:ff9b::/96",
              "2001:db8::/32",
              "2002::/16")
          .map(Cidr::parse)
          .toList();

  private final List<Cidr> allowed;

  /**
   * A policy.
   *
   * @param allowed ranges that are allowed although they are private
   */
  public AddressPolicy(List<Cidr> allowed) {
    this.allowed = List.copyOf(allowed);
  }

  /** A refused address; the message names the setting that would allow it. */
  public static final class RefusedAddress extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedAddress(String message) {
      super(message);
    }
  }

  /**
   * Resolves a host and judges its addresses.
   *
   * @return the address to connect to; fails with {@link RefusedAddress} if one of them is refused,
   *     with {@link UnknownHostException} if there is none
   */
  public Future<InetAddress> resolve(Vertx vertx, String host) {
    return vertx.executeBlocking(() -> judged(host, InetAddress.getAllByName(host)), false);
  }

  /** The same for a URL: one without TLS is accepted only at an allowed address. */
  public Future<InetAddress> resolve(Vertx vertx, URI url) {
    return resolve(vertx, url.getHost())
        .compose(
            address ->
                "https".equals(url.getScheme()) || isAllowed(address)
                    ? Future.succeededFuture(address)
                    : Future.failedFuture(
                        new RefusedAddress(
                            "must begin with https:// (http:// is accepted at addresses of"
                                + " OUTBOUND_ALLOW)")));
  }

  InetAddress judged(String host, InetAddress... addresses) throws RefusedAddress {
    // All of them: a name with one good address must not lead to its bad one.
    for (InetAddress address : addresses) {
      if (isSpecial(address) && !isAllowed(address)) {
        throw new RefusedAddress(
            host + " is an address of a private network; OUTBOUND_ALLOW can allow it");
      }
    }
    return addresses[0];
  }

  private boolean isAllowed(InetAddress address) {
    return allowed.stream().anyMatch(range -> range.contains(address));
  }

  private static boolean isSpecial(InetAddress address) {
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()
        || SPECIAL.stream().anyMatch(range -> range.contains(address))
        || isCompatible(address);
  }

  /** An IPv4 address in the last bytes of an IPv6 address (RFC 4291, 2.5.5.1). */
  private static boolean isCompatible(InetAddress address) {
    byte[] bytes = address.getAddress();
    return !(address instanceof Inet4Address) && Arrays.equals(bytes, 0, 12, new byte[12], 0, 12);
  }
}
