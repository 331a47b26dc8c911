package io.foyer.platform.limits;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** The network that counts as one client: an IPv4 address, or the /64 of an IPv6 address. */
public final class ClientNetwork {
  private static final int NETWORK_BYTES = 8;

  private ClientNetwork() {}

  /** The network of an address. One client usually owns all addresses of its /64. */
  public static InetAddress of(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length <= NETWORK_BYTES) {
      return address;
    }
    Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("neither 4 nor 16 bytes", e);
    }
  }
}
