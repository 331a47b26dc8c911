package io.foyer.platform.web;

import io.foyer.platform.config.Cidr;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Resolves the client address of a request. {@code X-Forwarded-For} is read from the right, through
 * trusted proxies only: entries further left can be forged. Where a trusted proxy adds no address,
 * the proxy is the client.
 */
public final class ClientAddress {
  private static final String HEADER = "X-Forwarded-For";

  private final List<Cidr> trusted;
  private final UntrustedProxyWarning warning;

  /** Trusts these proxies; with none the header is ignored. */
  public ClientAddress(List<Cidr> trusted) {
    this(trusted, new UntrustedProxyWarning(System::nanoTime));
  }

  ClientAddress(List<Cidr> trusted, UntrustedProxyWarning warning) {
    this.trusted = List.copyOf(trusted);
    this.warning = warning;
  }

  /** The client address of a request. */
  public InetAddress of(HttpServerRequest request) {
    InetAddress peer = peer(request.remoteAddress());
    List<String> forwarded = request.headers().getAll(HEADER);
    return forwarded.isEmpty() ? peer : forwardedFor(peer, forwarded);
  }

  /** The address of a connection's other end. */
  static InetAddress peer(@Nullable SocketAddress remote) {
    return Optional.ofNullable(remote)
        .flatMap(address -> Optional.ofNullable(address.hostAddress()))
        .flatMap(Cidr::address)
        .orElseGet(InetAddress::getLoopbackAddress);
  }

  /** The client address behind {@code peer}; logs a warning if the peer is not trusted. */
  InetAddress forwardedFor(InetAddress peer, List<String> forwarded) {
    if (!trusts(peer)) {
      warning.forwarded(peer);
    }
    return of(peer, forwarded);
  }

  /** The client address behind {@code peer}. Several headers form one list. */
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

  /** Whether this is a trusted proxy. */
  boolean trusts(InetAddress address) {
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
