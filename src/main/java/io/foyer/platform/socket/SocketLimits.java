package io.foyer.platform.socket;

import java.time.Duration;

/**
 * Limits and timeouts of one WebSocket.
 *
 * @param maxFrame largest frame accepted, in bytes; above it the socket is closed with 1009
 * @param maxMessage the same for a fragmented message
 * @param sendBuffer kernel send buffer, in bytes
 * @param low low water mark: at this many pending bytes the socket becomes writable again
 * @param high high water mark: above this many pending bytes it is not writable
 * @param pingAfter after so long a silence a ping is sent; at the third such silence the socket is
 *     closed
 * @param closeAfter timeout of the close handshake
 */
public record SocketLimits(
    int maxFrame,
    int maxMessage,
    int sendBuffer,
    int low,
    int high,
    Duration pingAfter,
    Duration closeAfter) {
  private static final int SMALLEST_FRAME = 125;

  /** Validates the limits. */
  public SocketLimits {
    if (maxFrame < SMALLEST_FRAME || maxMessage < maxFrame) {
      throw new IllegalArgumentException("maxFrame must be 125 or more, maxMessage not below it");
    }
    if (sendBuffer <= 0 || low <= 0 || high < low) {
      throw new IllegalArgumentException("buffers must be positive, high not below low");
    }
    if (!pingAfter.isPositive() || !closeAfter.isPositive()) {
      throw new IllegalArgumentException("times must be positive");
    }
  }

  /**
   * Defaults: frames of 64 KiB, messages of 256 KiB, 64 KiB send buffer, a ping after 25 seconds.
   */
  public static SocketLimits usual() {
    return new SocketLimits(
        65_536, 262_144, 65_536, 32_768, 65_536, Duration.ofSeconds(25), Duration.ofSeconds(5));
  }

  /** A copy with other timeouts. */
  public SocketLimits withTimeouts(Duration newPingAfter, Duration newCloseAfter) {
    return new SocketLimits(
        maxFrame, maxMessage, sendBuffer, low, high, newPingAfter, newCloseAfter);
  }

  /** A copy with other maximum sizes of frames and messages. */
  public SocketLimits withMaxSizes(int newMaxFrame, int newMaxMessage) {
    return new SocketLimits(
        newMaxFrame, newMaxMessage, sendBuffer, low, high, pingAfter, closeAfter);
  }
}
