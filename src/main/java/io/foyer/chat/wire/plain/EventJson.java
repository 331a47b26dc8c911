package io.foyer.chat.wire.plain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.foyer.chat.ChatEvent;
import io.foyer.chat.History;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Events as all of Foyer's own wires show them: {@code {room, first, events}}. Written straight
 * into bytes, because this is done for every message.
 */
final class EventJson {
  private static final JsonFactory JSON = new JsonFactory();
  private static final int USUAL = 512;

  private EventJson() {}

  /**
   * Several events that follow each other.
   *
   * @param type of the frame; empty for none
   */
  static byte[] page(String type, List<ChatEvent> events) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      if (!type.isEmpty()) {
        json.writeStringField("type", type);
      }
      json.writeStringField("room", events.getFirst().room());
      json.writeNumberField("first", events.getFirst().seq());
      array(json, events);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // nothing is written anywhere but to memory
    }
    return bytes.toByteArray();
  }

  /** The answer {@code history}: its events are written once, as those that are new. */
  static byte[] history(Asked.Page asked, History found) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(USUAL);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("type", Said.HISTORY.type());
      if (asked.ref().isPresent()) {
        json.writeStringField("ref", asked.ref().get());
      }
      json.writeStringField("room", asked.room());
      array(json, found.events());
      json.writeNumberField("first", found.first());
      json.writeNumberField("last", found.last());
      json.writeBooleanField("more", found.more());
      json.writeBooleanField("truncated", found.truncated());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // nothing is written anywhere but to memory
    }
    return bytes.toByteArray();
  }

  private static void array(JsonGenerator json, List<ChatEvent> events) throws IOException {
    json.writeArrayFieldStart("events");
    for (ChatEvent event : events) {
      one(json, event);
    }
    json.writeEndArray();
  }

  private static void one(JsonGenerator json, ChatEvent event) throws IOException {
    json.writeStartObject();
    json.writeNumberField("seq", event.seq());
    json.writeStringField("id", event.id());
    json.writeStringField("kind", event.kind().wire());
    present(json, "account", event.account());
    present(json, "name", event.name());
    if (event.kind() == ChatEvent.Kind.MESSAGE) {
      json.writeNumberField("messageType", event.type());
      json.writeStringField("text", event.body());
    } else {
      present(json, "text", event.body());
    }
    present(json, "clientMsgId", event.clientId());
    json.writeStringField("at", event.at().toString());
    json.writeEndObject();
  }

  private static void present(JsonGenerator json, String name, String text) throws IOException {
    if (!text.isEmpty()) {
      json.writeStringField(name, text);
    }
  }
}
