package io.foyer.feeds;

import static org.awaitility.Awaitility.await;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import io.foyer.ProgramFixture;
import io.foyer.feeds.proto.EventProto;
import io.foyer.feeds.proto.ExecutionProto;
import io.foyer.feeds.proto.ExecutionProto.execution;
import io.foyer.platform.web.ContractCheck;
import io.foyer.testing.FeedSamples;
import io.foyer.testing.NatsServer;
import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import io.nats.client.Connection;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A whole node that catalogues feeds, on a real NATS and a real PostgreSQL, and who uses it. */
final class FeedsFixture implements AutoCloseable {
  static final String FEEDS = "/api/v2/feeds";

  private final NatsServer nats;
  private final Connection publisher;
  private final ProgramFixture program;
  private final People people;
  private final ContractCheck contract;
  private final Somebody ann;

  /**
   * Opens one.
   *
   * @param folder of the broker and of the definitions; not yet used
   * @param definitions in YAML; they may name {@code execution.desc} and {@code event.desc}
   */
  FeedsFixture(String name, Path folder, String definitions, Map<String, String> settings)
      throws Exception {
    nats = new NatsServer(folder);
    publisher = nats.connect();
    describe(folder.resolve("execution.desc"), ExecutionProto.getDescriptor().toProto());
    describe(folder.resolve("event.desc"), EventProto.getDescriptor().toProto());
    Map<String, String> all = new HashMap<>(settings);
    all.put("LIMITS_REQUESTS", "0");
    all.put("NATS_URL", nats.url().toString());
    all.put(
        "FEEDS_DEFINITIONS",
        Files.writeString(folder.resolve("feeds.yml"), definitions).toString());
    program = ProgramFixture.open(name, all);
    people = new People(program.node().port());
    contract = ContractCheck.load(program.vertx());
    ann = people.somebody();
  }

  private static void describe(
      Path file, com.google.protobuf.DescriptorProtos.FileDescriptorProto descriptor)
      throws IOException {
    Files.write(file, FileDescriptorSet.newBuilder().addFile(descriptor).build().toByteArray());
  }

  /** A feed of executions {@code it.TABLE}. */
  static String definition(String table, String readers) {
    return "- {subject: it.%s, descriptor: execution.desc, message: %s, table: %1$s, readers: %s}\n"
        .formatted(table, execution.getDescriptor().getFullName(), readers);
  }

  ProgramFixture program() {
    return program;
  }

  /** Somebody who publishes, and hears nothing of it. */
  Connection publisher() {
    return publisher;
  }

  /** At the door of the first node. */
  People people() {
    return people;
  }

  /** Somebody with an account. */
  Somebody ann() {
    return ann;
  }

  static byte[] message(String symbol, float price) {
    return FeedSamples.execution(symbol, price, 3);
  }

  /** Returns when the stream has them. */
  void publish(String subject, byte[]... messages) throws Exception {
    for (byte[] each : messages) {
      publisher.jetStream().publish(subject, each);
    }
  }

  /** Returns when they are written. */
  void written(String subject, byte[]... messages) throws Exception {
    long before = last(subject);
    publish(subject, messages);
    await().until(() -> last(subject) == before + messages.length);
  }

  /** The newest number of a feed. */
  long last(String subject) {
    return program
        .database()
        .number("SELECT coalesce(max(last_number), 0) FROM foyer.feeds WHERE subject = ?", subject);
  }

  /** Messages as if they had been written, all of one payload; after the one that was. */
  void fill(String subject, int messages, byte[] payload) {
    program
        .database()
        .execute(
            """
            INSERT INTO foyer.feed_messages (incarnation, seq, feed, number, at, payload)
            SELECT 1000 + f.id, i, f.id, i, now(), ?
            FROM foyer.feeds f, generate_series(2, ?) AS i WHERE f.subject = ?
            """,
            payload,
            messages,
            subject);
    program
        .database()
        .execute("UPDATE foyer.feeds SET last_number = ? WHERE subject = ?", messages, subject);
  }

  HttpResponse<String> get(Map<String, String> headers, String path) {
    return people.call("GET", FEEDS + path, headers);
  }

  /** What the contract says of a good answer must hold of this one. */
  void keeps(String operation, HttpResponse<String> answer) throws Exception {
    contract.holds(operation, answer);
  }

  static List<JsonObject> items(JsonObject page) {
    return page.getJsonArray("items").stream().map(JsonObject.class::cast).toList();
  }

  @Override
  public void close() {
    program.close();
    nats.close();
  }
}
