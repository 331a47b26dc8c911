package io.foyer.platform.socket;

/**
 * A protocol violation of the peer, with the status to close with. Has no stack trace: it is not a
 * bug.
 */
final class ProtocolViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  ProtocolViolation(int status, String reason) {
    super(reason, null, false, false);
    this.status = status;
  }

  int status() {
    return status;
  }
}
