package io.foyer.platform.nats;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A message as a stream keeps it. */
public final class StreamMessage {
  private final String subject;
  private final long seq;
  private final Instant at;
  private final Map<String, List<String>> headers;
  private final byte[] payload;

  /** A message; its bytes are not copied. */
  public StreamMessage(
      String subject, long seq, Instant at, Map<String, List<String>> headers, byte[] payload) {
    this.subject = subject;
    this.seq = seq;
    this.at = at;
    this.headers = headers;
    this.payload = payload;
  }

  public String subject() {
    return subject;
  }

  /** Its number in this incarnation of the stream. */
  public long seq() {
    return seq;
  }

  /** When the broker took it, in microseconds; the same at every delivery. */
  public Instant at() {
    return at;
  }

  /** By name; mostly none. */
  public Map<String, List<String>> headers() {
    return headers;
  }

  /** Its bytes, not copied. */
  public byte[] payload() {
    return payload;
  }
}
