package io.foyer.platform.web;

import io.foyer.platform.config.Cidr;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/**
 * Finds the address a request really came from. {@code X-Forwarded-For} is read from the right, as
 * far as proxies that the operator named have written it; what stands further left is anybody's
 * invention. Where a trusted proxy names no address, the proxy is the client.
 */
public final class ClientAddress {
  private static final String HEADER = "X-Forwarded-For";

  private final List<Cidr> trusted;
  private final UntrustedProxyWarning unnamed;

  /** Believes these proxies, and nobody where there are none. */
  public ClientAddress(List<Cidr> trusted) {
    this(trusted, new UntrustedProxyWarning(System::nanoTime));
  }

  ClientAddress(List<Cidr> trusted, UntrustedProxyWarning unnamed) {
    this.trusted = List.copyOf(trusted);
    this.unnamed = unnamed;
  }

  /** The client's own address. */
  public InetAddress of(HttpServerRequest request) {
    InetAddress peer =
        Optional.ofNullable(request.remoteAddress())
            .flatMap(address -> Optional.ofNullable(address.hostAddress()))
            .flatMap(Cidr::address)
            .orElseGet(InetAddress::getLoopbackAddress);
    List<String> forwarded = request.headers().getAll(HEADER);
    return forwarded.isEmpty() ? peer : told(peer, forwarded);
  }

  /** The client behind {@code peer}; one that is not believed is worth a word. */
  InetAddress told(InetAddress peer, List<String> forwarded) {
    if (!trusts(peer)) {
      unnamed.forwarded(peer);
    }
    return of(peer, forwarded);
  }

  /** The client behind {@code peer}, which said this; several headers are one list. */
  InetAddress of(InetAddress peer, List<String> forwarded) {
    String[] hops = String.join(",", forwarded).split(",", -1);
    InetAddress client = peer;
    for (int hop = hops.length - 1; hop >= 0 && trusts(client); hop--) {
      Optional<InetAddress> before = Cidr.address(withoutPort(hops[hop].strip()));
      if (before.isEmpty()) {
        return client;
      }
      client = before.get();
    }
    return client;
  }

  private boolean trusts(InetAddress address) {
    return trusted.stream().anyMatch(range -> range.contains(address));
  }

  /** Some proxies write {@code 192.0.2.1:4711} and {@code [2001:db8::1]:4711}. */
  private static String withoutPort(String hop) {
    int bracket = hop.indexOf(']');
    int colon = hop.indexOf(':');
    if (hop.startsWith("[") && bracket > 0) {
      return hop.substring(1, bracket);
    }
    return colon > 0 && colon == hop.lastIndexOf(':') ? hop.substring(0, colon) : hop;
  }
}
