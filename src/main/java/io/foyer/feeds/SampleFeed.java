package io.foyer.feeds;

import io.foyer.feeds.proto.EventProto.event;
import io.foyer.feeds.proto.EventProto.sport;
import io.foyer.feeds.proto.ExecutionProto.execution;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The two sample feeds of st-chat, with generated messages. */
public enum SampleFeed {
  /** Sports events, ten a second. */
  SPORT_EVENT("sport_event", Duration.ofMillis(100)) {
    @Override
    public byte[] next(RandomGenerator random) {
      return event
          .newBuilder()
          .setSport(one(SPORTS, random))
          .setMatchTitle(one(SENTENCES, random))
          .setDataEvent(String.join(" ", SENTENCES.subList(random.nextInt(3), SENTENCES.size())))
          .build()
          .toByteArray();
    }
  },
  /** Executions on markets, five a second. */
  EXECUTION("execution", Duration.ofMillis(200)) {
    @Override
    public byte[] next(RandomGenerator random) {
      Map.Entry<String, String> pair = one(PAIRS, random);
      return execution
          .newBuilder()
          .setSymbol(pair.getKey())
          .setMarket(pair.getValue())
          .setPrice(random.nextFloat(DEAREST))
          .setQuantity(random.nextFloat(MOST))
          .setExecutionEpoch(Instant.now().getEpochSecond())
          .setStateSymbol("PA")
          .build()
          .toByteArray();
    }
  };

  private static final float DEAREST = 100;
  private static final float MOST = 1_000;
  private static final List<sport> SPORTS = List.of(sport.values());
  private static final List<String> SENTENCES =
      List.of(
          "Lorem ipsum dolor sit amet.",
          "Consectetur adipiscing elit sed do eiusmod.",
          "Tempor incididunt ut labore et dolore magna aliqua.",
          "Ut enim ad minim veniam quis nostrud exercitation.",
          "Duis aute irure dolor in reprehenderit in voluptate.",
          "Excepteur sint occaecat cupidatat non proident.");
  private static final List<Map.Entry<String, String>> PAIRS =
      List.of(
          Map.entry("DAL-PHL:Line", "FOOTBALL"),
          Map.entry("DAL-PHL:spread--5", "FOOTBALL"),
          Map.entry("DAL-PHL:points--40", "FOOTBALL"),
          Map.entry("MASTERS:winner--Tiger Woods", "GOLF"),
          Map.entry("MASTERS:winner--Rory McLlroy", "GOLF"),
          Map.entry("WIMBELDON:winner--Roger Federer", "TENNIS"),
          Map.entry("WIMBELDON:winner--Novak Djokovic", "TENNIS"),
          Map.entry("DAYTONA:winner--Bubba Wallace", "NASCAR"),
          Map.entry("DAYTONA:winner--Kyle Busch", "NASCAR"),
          Map.entry("OLYMPIC 100m:winner--Usain Bolt", "TRACK&FIELD"),
          Map.entry("OLYMPIC 100m:winner--Tyson Gay", "TRACK&FIELD"),
          Map.entry("PRESIDENT:winner--Donald Trump", "POLITICS"),
          Map.entry("PRESIDENT:winner--Joe Biden", "POLITICS"),
          Map.entry("PRESIDENT:winner--Vermin Supreme", "POLITICS"));

  private final String subject;
  private final Duration pause;

  SampleFeed(String subject, Duration pause) {
    this.subject = subject;
    this.pause = pause;
  }

  /** Its subject, by which users name it. */
  @Override
  public String toString() {
    return subject;
  }

  /** Where it is published. */
  public String subject() {
    return subject;
  }

  /** How long the original waited between two messages. */
  public Duration pause() {
    return pause;
  }

  /** A message that its feed can be read by. */
  public abstract byte[] next(RandomGenerator random);

  private static <T> T one(List<T> all, RandomGenerator random) {
    return all.get(random.nextInt(all.size()));
  }
}
