package io.foyer.feeds;

/** The lease was lost: another node writes the stream, or has written it meanwhile. */
final class LostLease extends Exception {
  private static final long serialVersionUID = 1L;

  LostLease() {
    super("another node writes this stream", null, false, false);
  }
}
