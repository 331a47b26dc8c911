package io.foyer.platform.nats;

import java.io.IOException;
import java.util.List;

/** A stream is not as it must be; waiting does not help. Its message is for the operator. */
public final class StreamMismatch extends IOException {
  private static final long serialVersionUID = 1L;

  StreamMismatch(String stream, List<String> reasons) {
    super("stream " + stream + ": " + String.join("; ", reasons));
  }
}
