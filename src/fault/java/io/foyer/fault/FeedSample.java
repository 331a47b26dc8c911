package io.foyer.fault;

import com.google.protobuf.InvalidProtocolBufferException;
import io.foyer.feeds.proto.EventProto.event;
import io.foyer.feeds.proto.ExecutionProto.execution;
import io.foyer.testing.FeedSamples;
import java.util.SplittableRandom;

/** A message of one of the two feeds, with its number in a column, or rubbish. */
final class FeedSample {
  private static final int RUBBISH = 20;
  private static final int LARGE = 1_000;

  private final String subject;
  private final byte[] payload;

  /** The bytes are not copied. */
  FeedSample(String subject, byte[] payload) {
    this.subject = subject;
    this.payload = payload;
  }

  /** Each twentieth is rubbish, now and then much of it. */
  static FeedSample of(long number, SplittableRandom random) {
    boolean sports = random.nextBoolean();
    return new FeedSample(
        sports ? "sport_event" : "execution",
        number % RUBBISH == 0
            ? rubbish(number, random)
            : sports ? event(number) : execution(number));
  }

  private static byte[] rubbish(long number, SplittableRandom random) {
    byte[] bytes = new byte[number % LARGE == 0 ? 100_000 : random.nextInt(1, 200)];
    random.nextBytes(bytes);
    bytes[0] = (byte) 0xff; // no tag of any field
    return bytes;
  }

  private static byte[] event(long number) {
    return FeedSamples.sportEvent((int) (1 + number % 7), Long.toString(number), "Dolor sit.");
  }

  private static byte[] execution(long number) {
    return FeedSamples.execution("DAL-PHL:Line", 57.25f, number);
  }

  String subject() {
    return subject;
  }

  byte[] payload() {
    return payload;
  }

  /** The number, as protobuf's own classes read it; empty of rubbish. */
  String mark() {
    try {
      return subject.equals("sport_event")
          ? event.parseFrom(payload).getMatchTitle()
          : Long.toString(execution.parseFrom(payload).getExecutionEpoch());
    } catch (InvalidProtocolBufferException e) {
      return "";
    }
  }
}
