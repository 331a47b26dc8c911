package io.foyer.chat.wire.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.ProgramFixture;
import io.foyer.chat.wire.plain.RoomsClient;
import io.foyer.testing.Needs;
import io.foyer.testing.NodeJs;
import io.foyer.testing.People;
import io.foyer.testing.People.Somebody;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Clients that nobody here wrote: {@code @vertx/eventbus-bridge-client.js} and {@code
 * sockjs-client}, as npm installs them into {@code target/node}.
 */
class ForeignClientsIT {
  private static final Path MODULES = Path.of("target/node/node_modules").toAbsolutePath();
  private static ProgramFixture program;

  @BeforeAll
  static void open() {
    Path unused =
        Needs.of(
            "the npm packages in target/node",
            Optional.of(MODULES.resolve("sockjs-client")).filter(Files::isDirectory));
    program = ProgramFixture.open("foreign", Map.of("CHAT_RATE", "0", "LIMITS_REQUESTS", "0"));
  }

  @AfterAll
  static void close() {
    if (program != null) {
      program.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"websocket", "xhr-streaming", "xhr-polling", "eventsource"})
  void aClientTalksOverEachTransport(String transport) throws Exception {
    // Given
    People people = new People(program.node().port());
    RoomsClient roomsClient = new RoomsClient(program.node().port());
    Somebody ann = people.somebody();
    Somebody eve = people.somebody();
    String mine = roomsClient.made(ann);
    roomsClient.said(ann, mine, "before");
    String foreign = roomsClient.made(eve);

    // When
    JsonObject seen =
        NodeJs.result(
            "bus-check.js",
            new JsonObject()
                .put("url", "http://127.0.0.1:" + program.node().port())
                .put("token", ann.access())
                .put("transport", transport)
                .put("rooms", new JsonObject().put("mine", mine).put("foreign", foreign))
                .encode());

    // Then
    assertThat(seen.getString("used")).as(seen.encodePrettily()).isEqualTo(transport);
    JsonArray events = seen.getJsonArray("events");
    assertThat(events.getJsonObject(0).getString("kind")).isEqualTo("watching");
    List<Long> numbers =
        events.stream()
            .skip(1)
            .map(JsonObject.class::cast)
            .filter(it -> it.containsKey("seq"))
            .map(it -> it.getLong("seq"))
            .toList();
    assertThat(numbers).containsExactlyElementsOf(LongStream.rangeClosed(1, 3).boxed().toList());
    assertThat(events.getJsonObject(3).getString("text")).isEqualTo("<b>\u202e\"\\ \u2028 ü😀");
    assertThat(seen.getJsonObject("ack").getLong("seq")).isEqualTo(3);
    assertThat(seen.getJsonObject("repeated").getBoolean("repeated")).isTrue();
    assertThat(seen.getJsonObject("repeated").getString("id"))
        .isEqualTo(seen.getJsonObject("ack").getString("id"));
    assertThat(seen.getJsonObject("conflict").getInteger("failureCode")).isEqualTo(409);
    assertThat(seen.getJsonObject("foreign").getString("failureType")).isEqualTo("access_denied");
    assertThat(seen.getJsonObject("inner").getString("failureType")).isEqualTo("access_denied");
    assertThat(seen.getJsonObject("sentInside").getString("failureType"))
        .isEqualTo("access_denied");
    assertThat(seen.getJsonObject("history").getJsonArray("events")).hasSize(2);
    assertThat(seen.getJsonArray("people"))
        .contains(new JsonObject().put("account", ann.id()).put("state", "online"));
    assertThat(seen.getJsonArray("unhandled")).isEmpty();
  }
}
