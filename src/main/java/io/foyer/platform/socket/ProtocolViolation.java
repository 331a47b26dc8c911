package io.foyer.platform.socket;

/** The peer broke a rule; says with which status its socket is closed. No fault, so no trace. */
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
