package io.foyer.platform.nats;

import java.io.IOException;
import java.util.List;

/**
 * A stream with an incompatible configuration. A retry does not help; the message is for the
 * operator.
 */
public final class StreamMismatch extends IOException {
  private static final long serialVersionUID = 1L;

  StreamMismatch(String stream, List<String> reasons) {
    super("stream " + stream + ": " + String.join("; ", reasons));
  }
}
