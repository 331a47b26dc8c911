package io.foyer.platform.nats;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;

/**
 * Reads stream messages one by one by the JetStream API, bypassing the client's header parser.
 *
 * @see <a href="https://docs.nats.io/reference/reference-protocols/nats_api_reference">JetStream
 *     API, $JS.API.STREAM.MSG.GET</a>
 */
final class RawMessages {
  private static final String GET = "$JS.API.STREAM.MSG.GET.";
  private static final int NO_MESSAGE = 10037;

  private RawMessages() {}

  /**
   * Messages with sequences of at least {@code seq}, in order, by so many requests at a time; fewer
   * messages where some are gone, none if there is none.
   */
  static List<RawStreamMessage> next(
      Connection connection, String stream, long seq, int requests, Duration timeout)
      throws IOException {
    List<CompletableFuture<Message>> answers =
        LongStream.range(seq, seq + requests)
            .mapToObj(each -> connection.request(GET + stream, request(each)))
            .toList();
    List<RawStreamMessage> found = new ArrayList<>();
    long next = seq;
    for (CompletableFuture<Message> answer : answers) {
      Optional<RawStreamMessage> message = read(received(answer, timeout));
      if (message.isEmpty()) {
        return found; // what a later answer has was stored meanwhile, perhaps behind others
      }
      if (message.get().seq() >= next) {
        found.add(message.get());
        next = message.get().seq() + 1;
      }
    }
    return found;
  }

  private static byte[] request(long seq) {
    JsonObject request = new JsonObject().put("seq", seq).put("next_by_subj", ">");
    return request.encode().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonObject received(CompletableFuture<Message> answer, Duration timeout)
      throws IOException {
    try {
      byte[] data = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS).getData();
      return new JsonObject(new String(data, StandardCharsets.UTF_8));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (TimeoutException | CancellationException | ExecutionException e) {
      throw new IOException("message request timed out", e);
    } catch (DecodeException e) {
      throw new IOException("unreadable response", e);
    }
  }

  private static Optional<RawStreamMessage> read(JsonObject answer) throws IOException {
    JsonObject error = answer.getJsonObject("error");
    if (error != null) {
      if (error.getInteger("err_code", 0) == NO_MESSAGE) {
        return Optional.empty();
      }
      throw new IOException("error of the broker: " + error.getString("description"));
    }
    JsonObject found = answer.getJsonObject("message");
    if (found == null) {
      throw new IOException("unreadable response");
    }
    try {
      HeaderBlock block = HeaderBlock.of(bytes(found, "hdrs"));
      return Optional.of(
          new RawStreamMessage(
              new StreamMessage(
                  found.getString("subject"),
                  found.getLong("seq"),
                  NatsLink.taken(Instant.parse(found.getString("time"))),
                  block.headers(),
                  bytes(found, "data")),
              block.malformed()));
    } catch (DateTimeException | ClassCastException e) {
      throw new IOException("unreadable response", e);
    }
  }

  private static byte[] bytes(JsonObject message, String field) {
    return Base64.getDecoder().decode(message.getString(field, ""));
  }
}
