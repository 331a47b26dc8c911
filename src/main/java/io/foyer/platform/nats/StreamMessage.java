package io.foyer.platform.nats;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A message of a stream. */
public final class StreamMessage {
  private final String subject;
  private final long seq;
  private final Instant at;
  private final Map<String, List<String>> headers;
  private final byte[] payload;

  /** A message; the payload is not copied. */
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

  /** Sequence in this incarnation of the stream. */
  public long seq() {
    return seq;
  }

  /** Timestamp by the broker, in microseconds; the same at every delivery. */
  public Instant at() {
    return at;
  }

  /** Headers by name; often empty. */
  public Map<String, List<String>> headers() {
    return headers;
  }

  /** Payload, not copied. */
  public byte[] payload() {
    return payload;
  }
}
