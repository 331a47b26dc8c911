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
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to NATS, without reconnect: a lost connection is replaced by a new link. Its calls
 * block, and fail with {@link IOException} if the server is unavailable or returns an error.
 */
public final class NatsLink implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(NatsLink.class);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration DEDUPLICATION_WINDOW = Duration.ofMinutes(2);
  private static final int NO_STREAM = 10059;

  private static final String DELETE_CONSUMER = "$JS.API.CONSUMER.DELETE.";

  private final Connection connection;
  private final ReaderExecutor reader;
  private final Queue<String> consumers = new ConcurrentLinkedQueue<>();

  private NatsLink(Connection connection, ReaderExecutor reader) {
    this.connection = connection;
    this.reader = reader;
  }

  /** Connects to one of the configured servers. */
  public static NatsLink open(NatsConfig config, String name)
      throws IOException, InterruptedException {
    Options.Builder options = NatsOptions.of(config, name);
    options.noReconnect(); // after a reconnect, messages in flight are redelivered only after their
    // ack wait
    ReaderExecutor reader = new ReaderExecutor();
    try {
      NatsLink link = new NatsLink(Nats.connect(options.readerExecutor(reader).build()), reader);
      CompletableFuture<Void> unused = reader.failure().thenAccept(link::readerFailed);
      return link;
    } catch (IOException | InterruptedException | RuntimeException e) {
      reader.shutdown();
      throw e;
    }
  }

  /** Closes the connection, so that no call waits for an answer that cannot be read. */
  private void readerFailed(Throwable cause) {
    log.atWarn().addKeyValue("cause", cause.getMessage()).log("NATS message is unreadable");
    try {
      consumers.forEach(consumer -> connection.publish(DELETE_CONSUMER + consumer, new byte[0]));
      connection.flushBuffer();
    } catch (IOException | IllegalStateException e) {
      log.atDebug().setCause(e).log("Consumer not deleted, will expire");
    }
    close();
  }

  /**
   * Creates the stream if it does not exist, verifies its configuration, and returns its state.
   *
   * @throws StreamMismatch if the configuration does not match
   */
  public StreamState ensure(StreamSettings settings) throws IOException {
    return withManagement(
        management -> {
          StreamInfo info = findOrCreate(management, settings);
          List<String> reasons = mismatches(settings, info.getConfiguration());
          if (!reasons.isEmpty()) {
            throw new StreamMismatch(settings.name(), reasons);
          }
          return state(info);
        });
  }

  /** State of a stream; fails if it does not exist. */
  public StreamState state(String stream) throws IOException {
    return withManagement(management -> state(management.getStreamInfo(stream)));
  }

  /** The first stored message with a sequence of at least {@code seq}; empty if there is none. */
  public Optional<RawStreamMessage> next(String stream, long seq) throws IOException {
    return next(stream, seq, 1).stream().findFirst();
  }

  /** At most so many of the following stored messages; empty if there is none. */
  List<RawStreamMessage> next(String stream, long seq, int most) throws IOException {
    try {
      return RawMessages.next(connection, stream, seq, most, REQUEST_TIMEOUT);
    } catch (IllegalStateException e) {
      throw new IOException("Not connected to NATS", e); // thrown by the client when closed
    }
  }

  /** Truncates a timestamp to microseconds, the precision of PostgreSQL. */
  static Instant taken(Instant at) {
    return at.truncatedTo(ChronoUnit.MICROS);
  }

  /** Opens a reader that copes with malformed headers, on which {@link #read} may get stuck. */
  public StreamGetReader getReader(String stream) {
    return new StreamGetReader(this, stream);
  }

  /**
   * Opens an ordered consumer from {@code seq} on, with batched acknowledgements.
   *
   * @param name unique consumer name; a consumer left behind by a crash expires
   */
  public StreamReader read(String stream, String name, long seq) throws IOException {
    return withManagement(
        management -> {
          management.addOrUpdateConsumer(stream, StreamReader.configuration(name, seq));
          consumers.add(stream + "." + name);
          return StreamReader.open(connection, stream, name);
        });
  }

  private static StreamInfo findOrCreate(JetStreamManagement management, StreamSettings settings)
      throws IOException, JetStreamApiException {
    try {
      return management.getStreamInfo(settings.name());
    } catch (JetStreamApiException e) {
      if (e.getApiErrorCode() != NO_STREAM) {
        throw e;
      }
      log.atInfo().addKeyValue("stream", settings.name()).log("Stream created");
      return management.addStream(
          StreamConfiguration.builder()
              .name(settings.name())
              .description("Made by Foyer")
              .subjects(settings.subjects())
              .storageType(StorageType.File)
              .retentionPolicy(RetentionPolicy.Limits)
              .discardPolicy(DiscardPolicy.Old)
              .maxAge(settings.keep())
              .duplicateWindow(DEDUPLICATION_WINDOW)
              .build());
    }
  }

  /**
   * Lists settings that would lose messages, hide them from us, or mix in foreign ones. Limits are
   * the operator's choice.
   */
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
    if (found.getDuplicateWindow().compareTo(DEDUPLICATION_WINDOW) < 0
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

  private <T> T withManagement(Call<T> call) throws IOException {
    try {
      return call.on(
          connection.jetStreamManagement(
              JetStreamOptions.builder().requestTimeout(REQUEST_TIMEOUT).build()));
    } catch (JetStreamApiException e) {
      throw new IOException(e.getMessage(), e);
    } catch (IllegalStateException e) {
      throw new IOException("Not connected to NATS", e); // thrown by the client when closed
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    reader.shutdown();
  }
}
