package io.foyer.bench;

import io.foyer.feeds.proto.EventProto.event;
import io.foyer.feeds.proto.EventProto.sport;
import io.foyer.feeds.proto.ExecutionProto.execution;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The messages of a measurement, half of each sample feed in turn, and the same as rows of binary
 * {@code COPY}. Message {@code i} is the stream's {@code i + 1}.
 */
final class FeedWorkload {
  static final String EVENTS = "sport_event";
  static final String EXECUTIONS = "execution";

  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");
  private static final byte[] MAGIC = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);

  static final List<String> TABLES =
      List.of(
          "foyer.feed_messages (incarnation, seq, feed, number, at, headers, payload)",
          "feeds.sport_events",
          "feeds.executions");

  private FeedWorkload() {}

  static String subject(int i) {
    return i % 2 == 0 ? EVENTS : EXECUTIONS;
  }

  static byte[] payload(int i) {
    return i % 2 == 0 ? eventOf(i).toByteArray() : executionOf(i).toByteArray();
  }

  private static event eventOf(int i) {
    return event
        .newBuilder()
        .setSport(sport.forNumber(1 + i % 7))
        .setMatchTitle("Lorem ipsum " + i)
        .setDataEvent("Dolor sit amet " + i)
        .build();
  }

  private static execution executionOf(int i) {
    return execution
        .newBuilder()
        .setSymbol("DAL-PHL:Line " + i % 500)
        .setMarket("FOOTBALL")
        .setPrice(i % 100 + 0.25f)
        .setQuantity(i % 1000 + 0.5f)
        .setExecutionEpoch(i)
        .setStateSymbol("PA")
        .build();
  }

  /**
   * Messages {@code from} to {@code to}, without the last, as rows of {@link #TABLES}, with these
   * ids of feeds.
   */
  static List<byte[]> rows(int from, int to, int events, int executions, Instant at)
      throws IOException {
    var raw = new Copy();
    var ofEvents = new Copy();
    var ofExecutions = new Copy();
    for (int i = from; i < to; i++) {
      long micros = Duration.between(EPOCH, at).truncatedTo(ChronoUnit.MICROS).toNanos() / 1000 + i;
      boolean first = i % 2 == 0;
      long number = i / 2 + 1L;
      raw.row(7).number(1).number(i + 1).integer(first ? events : executions).number(number);
      raw.number(micros).nothing().bytes(payload(i));
      if (first) {
        event it = eventOf(i);
        ofEvents.row(5).number(number).number(micros);
        ofEvents.text(it.getSport().name()).text(it.getMatchTitle()).text(it.getDataEvent());
      } else {
        execution it = executionOf(i);
        ofExecutions.row(8).number(number).number(micros).text(it.getSymbol()).text(it.getMarket());
        ofExecutions.real(it.getPrice()).real(it.getQuantity()).number(it.getExecutionEpoch());
        ofExecutions.text(it.getStateSymbol());
      }
    }
    return List.of(raw.end(), ofEvents.end(), ofExecutions.end());
  }

  /** Writes the binary format of {@code COPY}. */
  private static final class Copy {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    private Copy() throws IOException {
      out.write(MAGIC);
      out.writeLong(0); // no flags, no extension
    }

    private Copy row(int fields) throws IOException {
      out.writeShort(fields);
      return this;
    }

    private Copy number(long value) throws IOException {
      out.writeInt(Long.BYTES);
      out.writeLong(value);
      return this;
    }

    private Copy integer(int value) throws IOException {
      out.writeInt(Integer.BYTES);
      out.writeInt(value);
      return this;
    }

    private Copy real(float value) throws IOException {
      out.writeInt(Float.BYTES);
      out.writeFloat(value);
      return this;
    }

    private Copy bytes(byte[] value) throws IOException {
      out.writeInt(value.length);
      out.write(value);
      return this;
    }

    private Copy text(String value) throws IOException {
      return bytes(value.getBytes(StandardCharsets.UTF_8));
    }

    private Copy nothing() throws IOException {
      out.writeInt(-1);
      return this;
    }

    private byte[] end() throws IOException {
      out.writeShort(-1);
      return bytes.toByteArray();
    }
  }
}
