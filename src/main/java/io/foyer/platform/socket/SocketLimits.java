package io.foyer.platform.socket;

import java.time.Duration;

/**
 * The bounds of one socket.
 *
 * @param maxFrame the largest frame taken, in bytes; above it the socket is closed with 1009
 * @param maxMessage the same for a message of many frames
 * @param sendBuffer of the kernel, in bytes: what a slow reader may leave there
 * @param low at this many waiting bytes the socket is writable again
 * @param high from this many waiting bytes on it is not
 * @param pingAfter after so long a silence the peer is asked; at the third it is closed
 * @param closeAfter how long the peer may take to answer a good-bye
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

  /** Checks the bounds. */
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

  /** Frames of 64 KiB, messages of 256 KiB, 64 KiB to be sent, a ping after 25 seconds. */
  public static SocketLimits usual() {
    return new SocketLimits(
        65_536, 262_144, 65_536, 32_768, 65_536, Duration.ofSeconds(25), Duration.ofSeconds(5));
  }

  /** The same with other times. */
  public SocketLimits withTimeouts(Duration newPingAfter, Duration newCloseAfter) {
    return new SocketLimits(
        maxFrame, maxMessage, sendBuffer, low, high, newPingAfter, newCloseAfter);
  }

  /** The same with other sizes of what is received. */
  public SocketLimits withMaxSizes(int newMaxFrame, int newMaxMessage) {
    return new SocketLimits(
        newMaxFrame, newMaxMessage, sendBuffer, low, high, pingAfter, closeAfter);
  }
}
