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
import java.util.Base64;
import java.util.Optional;

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

  /** The first message with a sequence of at least {@code seq}; empty if there is none. */
  static Optional<RawStreamMessage> next(
      Connection connection, String stream, long seq, Duration timeout) throws IOException {
    JsonObject request = new JsonObject().put("seq", seq).put("next_by_subj", ">");
    try {
      Message answer =
          connection.request(
              GET + stream, request.encode().getBytes(StandardCharsets.UTF_8), timeout);
      if (answer == null) {
        throw new IOException("message request timed out");
      }
      return read(new JsonObject(new String(answer.getData(), StandardCharsets.UTF_8)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (DecodeException | DateTimeException | ClassCastException e) {
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
  }

  private static byte[] bytes(JsonObject message, String field) {
    return Base64.getDecoder().decode(message.getString(field, ""));
  }
}
