package io.foyer.platform.nats;

import io.nats.client.Connection;
import io.nats.client.JetStreamApiException;
import io.nats.client.JetStreamManagement;
import io.nats.client.JetStreamOptions;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.api.DiscardPolicy;
import io.nats.client.api.RetentionPolicy;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.nats.client.api.StreamInfo;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to NATS, until it is lost. Its calls block, and fail with {@link IOException}
 * where the server is away or refuses.
 */
public final class NatsLink implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NatsLink.class);
  private static final Duration ANSWER = Duration.ofSeconds(5);
  private static final Duration DUPLICATES = Duration.ofMinutes(2);
  private static final int NO_STREAM = 10059;

  private final Connection connection;

  private NatsLink(Connection connection) {
    this.connection = connection;
  }

  /** Connects to one of the servers. */
  public static NatsLink open(NatsConfig config, String name)
      throws IOException, InterruptedException {
    Options.Builder options = NatsOptions.of(config, name);
    options.noReconnect(); // what was on its way would come again only after the wait for its ack
    return new NatsLink(Nats.connect(options.build()));
  }

  /**
   * Makes the stream where there is none, reads it back, and returns how it stands.
   *
   * @throws StreamMismatch if it is not as it must be, whoever made it
   */
  public StreamState ensure(StreamSettings settings) throws IOException {
    return called(
        management -> {
          StreamInfo info = findOrMake(management, settings);
          List<String> reasons = mismatches(settings, info.getConfiguration());
          if (!reasons.isEmpty()) {
            throw new StreamMismatch(settings.name(), reasons);
          }
          return state(info);
        });
  }

  /** How a stream stands now; fails where there is none. */
  public StreamState state(String stream) throws IOException {
    return called(management -> state(management.getStreamInfo(stream)));
  }

  /** The first message that a stream holds from {@code seq} on; empty where it holds none. */
  public Optional<RawStreamMessage> next(String stream, long seq) throws IOException {
    try {
      return RawMessages.next(connection, stream, seq, ANSWER);
    } catch (IllegalStateException e) {
      throw new IOException("NATS is away", e); // the client says so of a closed connection
    }
  }

  /** To the microsecond, as PostgreSQL keeps it. */
  static Instant taken(Instant at) {
    return at.truncatedTo(ChronoUnit.MICROS);
  }

  /** Reads where {@link #read} may get stuck. */
  public StreamGetReader getReader(String stream) {
    return new StreamGetReader(this, stream);
  }

  /**
   * A consumer of one's own from {@code seq} on, in order, that acknowledges whole stretches.
   *
   * @param name of no other consumer; one that is left behind by a crash ends by itself
   */
  public StreamReader read(String stream, String name, long seq) throws IOException {
    return called(
        management -> {
          management.addOrUpdateConsumer(stream, StreamReader.configuration(name, seq));
          return StreamReader.open(connection, stream, name);
        });
  }

  private static StreamInfo findOrMake(JetStreamManagement management, StreamSettings settings)
      throws IOException, JetStreamApiException {
    try {
      return management.getStreamInfo(settings.name());
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() != NO_STREAM) {
        throw e;
      }
      log.atInfo().addKeyValue("stream", settings.name()).log("Stream made");
      return management.addStream(
          StreamConfiguration.builder()
              .name(settings.name())
              .description("Made by Foyer")
              .subjects(settings.subjects())
              .storageType(StorageType.File)
              .retentionPolicy(RetentionPolicy.Limits)
              .discardPolicy(DiscardPolicy.Old)
              .maxAge(settings.keep())
              .duplicateWindow(DUPLICATES)
              .build());
    }
  }

  /** What would lose messages, keep them from us, or let others in. Limits are the operator's. */
  private static List<String> mismatches(StreamSettings wanted, StreamConfiguration found) {
    List<String> reasons = new ArrayList<>();
    Set<String> subjects = new TreeSet<>(found.getSubjects());
    differs(reasons, "subjects", new TreeSet<>(wanted.subjects()), subjects);
    differs(reasons, "retention", RetentionPolicy.Limits, found.getRetentionPolicy());
    differs(reasons, "discard", DiscardPolicy.Old, found.getDiscardPolicy());
    differs(reasons, "storage", StorageType.File, found.getStorageType());
    differs(reasons, "sealed", false, found.getSealed());
    differs(reasons, "mirror", true, found.getMirror() == null);
    differs(reasons, "sources", true, found.getSources() == null || found.getSources().isEmpty());
    if (found.getDuplicateWindow().compareTo(DUPLICATES) < 0
        && found.getDuplicateWindow().compareTo(found.getMaxAge()) != 0) {
      reasons.add("duplicate_window is " + found.getDuplicateWindow() + ", must be 120s or more");
    }
    return reasons;
  }

  private static void differs(List<String> reasons, String field, Object wanted, Object found) {
    if (!wanted.equals(found)) {
      reasons.add(field + " is " + found + ", must be " + wanted);
    }
  }

  private static StreamState state(StreamInfo info) {
    var state = info.getStreamState();
    return new StreamState(
        info.getCreateTime().toInstant().toString(),
        state.getFirstSequence(),
        state.getLastSequence());
  }

  private interface Call<T> {
    T on(JetStreamManagement management) throws IOException, JetStreamApiException;
  }

  private <T> T called(Call<T> call) throws IOException {
    try {
      return call.on(
          connection.jetStreamManagement(
              JetStreamOptions.builder().requestTimeout(ANSWER).build()));
    } catch (JetStreamApiException e) {
      throw new IOException(e.getMessage(), e);
    } catch (IllegalStateException e) {
      throw new IOException("NATS is away", e); // the client says so of a closed connection
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
