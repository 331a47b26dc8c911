package io.foyer.chat.wire.plain;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.chat.ChatAccess;
import io.foyer.chat.ChatEvent;
import io.foyer.chat.ChatEvent.Kind;
import io.foyer.chat.RoomAvailable;
import io.foyer.platform.socket.FakeSocket;
import io.netty.buffer.ByteBuf;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlainWireTest {
  private static final String ROOM = "0123456789abcdef01234567";

  private static ChatEvent event(long seq, Kind kind, String body) {
    return new ChatEvent(
        ROOM,
        seq,
        "f".repeat(24),
        kind,
        "a".repeat(24),
        "",
        kind == Kind.MESSAGE ? 1 : 0,
        body,
        "",
        Instant.EPOCH);
  }

  /** The text frames in a buffer, unmasked and whole; releases it. */
  static List<JsonObject> frames(ByteBuf buffer) {
    return FakeSocket.texts(buffer).stream().map(JsonObject::new).toList();
  }

  @Test
  void eventsThatFollowEachOtherAreOneFrame() {
    List<JsonObject> frames =
        frames(
            new PlainWire()
                .events(
                    List.of(
                        event(7, Kind.MESSAGE, "a\"\u0000\u202e<b>"), event(8, Kind.JOIN, ""))));
    assertThat(frames).hasSize(1);
    JsonObject frame = frames.getFirst();
    assertThat(frame.getString("type")).isEqualTo("events");
    assertThat(frame.getLong("first")).isEqualTo(7);
    JsonObject message = frame.getJsonArray("events").getJsonObject(0);
    assertThat(message.getString("text")).isEqualTo("a\"\u0000\u202e<b>");
    assertThat(message.getString("at")).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(frame.getJsonArray("events").getJsonObject(1).fieldNames())
        .containsExactlyInAnyOrder("seq", "id", "kind", "account", "at");
  }

  @Test
  void manyLongEventsAreSeveralFramesThatFollowEachOther() {
    List<ChatEvent> events =
        IntStream.rangeClosed(1, 100)
            .mapToObj(seq -> event(seq, Kind.MESSAGE, "x".repeat(4_000)))
            .toList();
    List<JsonObject> frames = frames(new PlainWire().events(events));
    assertThat(frames).hasSizeGreaterThan(5);
    long next = 1;
    for (JsonObject frame : frames) {
      assertThat(frame.getLong("first")).isEqualTo(next);
      next += frame.getJsonArray("events").size();
    }
    assertThat(next).isEqualTo(101);
  }

  @Test
  void eachNewRoomIsAFrameThatSaysWhatItIsAndNotWhoWasInvited() {
    RoomAvailable open =
        new RoomAvailable(ROOM, "a", "tea", "ann", ChatAccess.PUBLIC, 1, Optional.empty());
    RoomAvailable secret =
        new RoomAvailable(ROOM, "b", "", "ann", ChatAccess.INVITED, 2, Optional.of("bob"));
    assertThat(frames(new PlainWire().rooms(List.of(open, secret))))
        .containsExactly(
            chatroom("a", "tea", "public").put("members", 1),
            chatroom("b", "", "invited").put("members", 2));
    assertThat(new StreamWire().rooms(List.of(open)).isReadable()).isFalse();
  }

  private static JsonObject chatroom(String name, String topic, String access) {
    return new JsonObject()
        .put("type", "chatroom")
        .put("room", ROOM)
        .put("name", name)
        .put("topic", topic)
        .put("owner", "ann")
        .put("access", access);
  }

  @Test
  void aStreamNamesTheLastNumberAsId() {
    ByteBuf text =
        new StreamWire().events(List.of(event(3, Kind.MESSAGE, "a\nb"), event(4, Kind.LEAVE, "")));
    String sent = text.toString(StandardCharsets.UTF_8);
    text.release();
    assertThat(sent).startsWith("id: 4\nevent: events\ndata: {").endsWith("}\n\n");
    assertThat(sent.lines()).hasSize(4);
  }
}
