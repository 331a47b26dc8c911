package io.foyer.feeds;

import static org.awaitility.Awaitility.await;

import io.foyer.ProgramFixture;
import io.foyer.feeds.proto.EventProto.sport;
import io.foyer.testing.FeedSamples;
import io.foyer.testing.People.Somebody;
import io.foyer.testing.Visitor;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Two nodes that tell a feed, one of which writes it, and another feed that is for admins. */
final class FollowStage implements AutoCloseable {
  static final String FEED = "sport_event";
  static final String SECRET = "secret.events";

  private static final String DEFINITIONS =
      """
      - subject: secret.events
        descriptor: event.desc
        message: event
        table: secret_events
        readers: admins
      """;

  private final FeedsFixture feeds;
  private final ProgramFixture.Node second;

  FollowStage(String name, Path folder) throws Exception {
    feeds = new FeedsFixture(name, folder, DEFINITIONS, Map.of("CHAT_PATIENCE", "4s"));
    second = feeds.program().node(Map.of("ROLES", "http,chat", "CHAT_PATIENCE", "10m"));
  }

  ProgramFixture program() {
    return feeds.program();
  }

  /** The node that writes, and closes whoever takes nothing for four seconds. */
  ProgramFixture.Node first() {
    return feeds.program().node();
  }

  /** The node that closes nobody who is slow. */
  ProgramFixture.Node second() {
    return second;
  }

  /** Somebody with an account. */
  Somebody ann() {
    return feeds.ann();
  }

  /** Returns at once. */
  void publish(int messages, int length) {
    for (int i = 0; i < messages; i++) {
      feeds
          .publisher()
          .publish(FEED, FeedSamples.sportEvent(sport.GOLF_VALUE, "<b>" + i, "x".repeat(length)));
    }
  }

  /** The newest number. */
  long head() {
    return feeds.last(FEED);
  }

  /** Publishes, waits until it is written, and returns the newest number before. */
  long written(int messages, int length) {
    long before = head();
    publish(messages, length);
    await().until(() -> head() == before + messages);
    return before;
  }

  /** What the first node has counted. */
  long counted(String name) {
    return counted(first(), name);
  }

  static long counted(ProgramFixture.Node node, String name) {
    Visitor visitor = new Visitor(node.managementPort());
    return visitor
        .send(visitor.request("/metrics").build())
        .body()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .map(line -> (long) Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElse(0L);
  }

  static List<Long> numbers(long first, long last) {
    return LongStream.rangeClosed(first, last).boxed().toList();
  }

  @Override
  public void close() {
    feeds.close();
  }
}
