package io.foyer.platform.config;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * A range of IP addresses (RFC 4632, RFC 4291). An IPv4 address in IPv6 clothes is the IPv4
 * address.
 *
 * @param network an address of the range
 * @param bits how many leading bits all its addresses share
 */
public record Cidr(InetAddress network, int bits) {
  private static final String NOTATION = "must be an IP address or a range such as 10.0.0.0/8";

  /** Checks the length of the prefix. */
  public Cidr {
    if (bits < 0 || bits > network.getAddress().length * Byte.SIZE) {
      throw new IllegalArgumentException(NOTATION);
    }
  }

  /**
   * Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32} or a single address.
   *
   * @throws IllegalArgumentException if it is none of these; a name is none
   */
  public static Cidr parse(String text) {
    int slash = text.indexOf('/');
    InetAddress network =
        address(slash < 0 ? text : text.substring(0, slash))
            .orElseThrow(() -> new IllegalArgumentException(NOTATION));
    return new Cidr(
        network,
        slash < 0 ? network.getAddress().length * Byte.SIZE : length(text.substring(slash + 1)));
  }

  private static int length(String text) {
    if (!text.matches("[0-9]{1,3}")) {
      throw new IllegalArgumentException(NOTATION);
    }
    return Integer.parseInt(text);
  }

  /** The address that this text is; empty for anything else. Never asks a name server. */
  public static Optional<InetAddress> address(String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    try {
      return bytes == null ? Optional.empty() : Optional.of(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("neither 4 nor 16 bytes", e);
    }
  }

  /** Whether the address is in this range. */
  public boolean contains(InetAddress address) {
    byte[] mine = network.getAddress();
    byte[] other = address.getAddress();
    if (mine.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit += Byte.SIZE) {
      int unused = Math.max(0, Byte.SIZE - (bits - bit));
      if ((mine[bit / Byte.SIZE] ^ other[bit / Byte.SIZE]) >> unused != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return NetUtil.toAddressString(network) + "/" + bits;
  }
}
