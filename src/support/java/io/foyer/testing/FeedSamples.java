package io.foyer.testing;

import io.foyer.feeds.proto.EventProto.event;
import io.foyer.feeds.proto.EventProto.sport;
import io.foyer.feeds.proto.ExecutionProto.execution;

/** Messages of the two sample feeds, in protobuf. */
public final class FeedSamples {
  private FeedSamples() {}

  /** An execution at market {@code TRACK&FIELD} of quantity 100.5. */
  public static byte[] execution(String symbol, float price, long epoch) {
    return execution
        .newBuilder()
        .setSymbol(symbol)
        .setMarket("TRACK&FIELD")
        .setPrice(price)
        .setQuantity(100.5f)
        .setExecutionEpoch(epoch)
        .setStateSymbol("PA")
        .build()
        .toByteArray();
  }

  /** An event of the sport with this number, from 1 to 7. */
  public static byte[] sportEvent(int number, String title, String data) {
    return event
        .newBuilder()
        .setSport(sport.forNumber(number))
        .setMatchTitle(title)
        .setDataEvent(data)
        .build()
        .toByteArray();
  }
}
