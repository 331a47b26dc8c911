package io.foyer.chat.wire.plain;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.chat.ChatAccess;
import io.foyer.chat.ChatEvent;
import io.foyer.chat.ChatEvent.Kind;
import io.foyer.chat.History;
import io.foyer.chat.Room;
import io.foyer.chat.RoomAvailable;
import io.foyer.chat.RoomPage;
import io.foyer.chat.SendResult;
import io.foyer.chat.hub.Presence;
import io.foyer.feeds.FeedItem;
import io.foyer.platform.Problem;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Caller.Role;
import io.netty.buffer.ByteBuf;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The protocol on paper, for machines and for people, is the one that is spoken. */
class ProtocolTest {
  private static final String ROOM = "0123456789abcdef01234567";
  private static final String ID = "fedcba9876543210fedcba98";
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
  private static final String ITEM =
      "{\"number\":7,\"at\":\"2026-11-25T12:00:00Z\",\"seq\":9,\"incarnation\":1,\"value\":{\"a\":\"b\"}}";
  private static final Optional<String> REF = Optional.of("7");

  private final ProtocolPaper paper;

  ProtocolTest() throws IOException {
    this.paper = ProtocolPaper.read();
  }

  private static List<String> said() {
    return Arrays.stream(Said.values()).map(Said::type).toList();
  }

  private static List<String> kinds() {
    return Arrays.stream(Kind.values()).map(Kind::wire).toList();
  }

  // From the server.

  @Test
  void whatTheServerSaysIsOnPaperAndNothingElse() {
    assertThat(paper.fromServer().keySet()).containsExactlyInAnyOrderElementsOf(said());
    assertThat(paper.column("From the server")).containsExactlyInAnyOrderElementsOf(said());
  }

  @Test
  void everyMessageOfTheDocumentHasASender() {
    assertThat(paper.inChannel()).containsExactlyInAnyOrderElementsOf(paper.messages());
    assertThat(paper.fromClient().size() + paper.fromServer().size())
        .isEqualTo(paper.messages().size());
  }

  @Test
  void everyFrameHasTheFieldsThatThePaperSays() {
    List<JsonObject> frames = new ArrayList<>(answers());
    frames.addAll(broadcasts());
    assertThat(frames.stream().map(it -> it.getString("type")).distinct())
        .as("an example of each")
        .containsExactlyInAnyOrderElementsOf(said());
    Map<String, JsonObject> schemas = paper.fromServer();
    for (JsonObject frame : frames) {
      fits(frame.encode(), frame, schemas.getOrDefault(frame.getString("type"), new JsonObject()));
    }
  }

  @Test
  void kindsOfEventsAreOnPaper() {
    JsonObject kind = paper.schema("Event").getJsonObject("properties").getJsonObject("kind");
    assertThat(ProtocolPaper.values(kind)).containsExactlyInAnyOrderElementsOf(kinds());
    assertThat(paper.kinds()).containsExactlyInAnyOrderElementsOf(kinds());
  }

  @Test
  void codesOfErrorsAreOnPaper() {
    JsonObject error = paper.fromServer().getOrDefault("error", new JsonObject());
    List<String> codes =
        ProtocolPaper.values(error.getJsonObject("properties").getJsonObject("code"));
    assertThat(paper.column("Errors")).containsExactlyInAnyOrderElementsOf(codes);
    assertThat(codes).contains(Reading.MALFORMED, Reading.INVALID);
    assertThat(problems().stream().map(it -> it.getClass().getName()))
        .as("an example of each")
        .containsExactlyInAnyOrderElementsOf(records(Problem.class, Set.of()));
    assertThat(problems())
        .extracting(it -> Answers.error(it, REF).getString("code"))
        .allMatch(codes::contains);
  }

  /** Everything that one client is told. */
  private static List<JsonObject> answers() {
    Caller script = new Caller("admin-token", "admin-token", Role.ADMIN, Optional.empty());
    Asked.Send send = new Asked.Send(REF, ROOM, "c", "hello");
    List<JsonObject> frames = new ArrayList<>();
    frames.add(Answers.welcome(script, new RoomPage(List.of(room()), REF), REF));
    frames.add(Answers.watching(ROOM, 0, REF));
    frames.add(Answers.unwatched(ROOM, REF));
    frames.add(Answers.following("orders.eu", 7, REF));
    frames.add(Answers.unfollowed("orders.eu", REF));
    frames.add(Answers.error(new Problem.NotFound("nothing"), REF).put("feed", "orders.eu"));
    frames.add(Answers.ack(send, new SendResult(ID, 7, NOW, true)));
    frames.add(history(new History(events(), 1, 9, true, false)));
    frames.add(history(new History(List.of(), 1, 9, false, true)));
    frames.add(Answers.people(new Asked.People(REF, ROOM), Map.of(ID, Presence.AWAY)));
    frames.add(Answers.of(Said.OK, REF).put("seq", 7));
    frames.add(Answers.of(Said.PONG, REF));
    frames.add(Answers.error("rooms", "too many", REF).put("room", ROOM));
    problems().forEach(it -> frames.add(Answers.error(it, REF)));
    frames.add(Answers.bye(1_000));
    return frames;
  }

  private static JsonObject history(History found) {
    Asked.Page page = new Asked.Page(REF, ROOM, History.Part.NEWEST, 50);
    return new JsonObject(Buffer.buffer(EventJson.history(page, found)));
  }

  /** Everything that many are told. */
  private static List<JsonObject> broadcasts() {
    PlainWire wire = new PlainWire();
    RoomAvailable news =
        new RoomAvailable(ROOM, "a", "", ID, ChatAccess.PUBLIC, 1, Optional.empty());
    return Stream.of(
            wire.events(events()),
            wire.presence(ID, Presence.OFFLINE),
            wire.typing(ROOM, ID, true),
            wire.rooms(List.of(news)),
            new PlainFeedWire().messages("orders.eu", List.of(new FeedItem(7, ITEM))))
        .flatMap(it -> frames(it).stream())
        .toList();
  }

  private static List<JsonObject> frames(ByteBuf bytes) {
    return PlainWireTest.frames(bytes);
  }

  private static Room room() {
    return new Room(
        ROOM,
        "a",
        "",
        "",
        ChatAccess.INVITED,
        NOW,
        Optional.of(NOW),
        2,
        9,
        false,
        Optional.of(new Room.MembershipState(1, 3, 2)));
  }

  private static List<ChatEvent> events() {
    List<ChatEvent> events = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      long seq = events.size() + 1L;
      String body = kind == Kind.MESSAGE || kind == Kind.TOPIC ? "hello" : "";
      int type = kind == Kind.MESSAGE ? 1 : 0;
      events.add(new ChatEvent(ROOM, seq, ID, kind, "admin-token", "", type, body, "c", NOW));
    }
    events.add(new ChatEvent(ROOM, events.size() + 1L, ID, Kind.EXIT, "", "guest", 0, "", "", NOW));
    return events;
  }

  private static List<Problem> problems() {
    Duration soon = Duration.ofMillis(1_500);
    return List.of(
        new Problem.Invalid("wrong", List.of(new Problem.Field("text", "must not be blank"))),
        new Problem.Denied("who?"),
        new Problem.Forbidden("no"),
        new Problem.NotFound("nothing"),
        new Problem.Conflict("another"),
        new Problem.TooLarge("long", 8_000),
        new Problem.TooMany("slower", soon),
        new Problem.Unavailable("later", soon));
  }

  /** The names of the records that an interface is made of. */
  private static Set<String> records(Class<?> sealed, Set<String> but) {
    return Arrays.stream(sealed.getPermittedSubclasses())
        .filter(it -> !but.contains(it.getSimpleName()))
        .map(Class::getName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Checks what is there against a schema, as far as the document uses JSON Schema. */
  private void fits(String where, Object value, JsonObject given) {
    JsonObject schema = paper.resolved(given);
    switch (value) {
      case JsonObject object when schema.containsKey("properties") -> {
        JsonObject known = schema.getJsonObject("properties");
        assertThat(known.fieldNames()).as(where).containsAll(object.fieldNames());
        assertThat(object.fieldNames()).as(where).containsAll(ProtocolPaper.required(schema));
        object.forEach(it -> fits(where, it.getValue(), known.getJsonObject(it.getKey())));
      }
      case JsonObject fields ->
          fields.forEach(
              it -> fits(where, it.getValue(), schema.getJsonObject("additionalProperties")));
      case JsonArray array -> array.forEach(it -> fits(where, it, schema.getJsonObject("items")));
      default -> fitsPlain(where, value, schema);
    }
  }

  private static void fitsPlain(String where, Object value, JsonObject schema) {
    Object constant = schema.getValue("const");
    if (constant != null) {
      assertThat(value).as(where).isEqualTo(constant);
    }
    JsonArray values = schema.getJsonArray("enum");
    if (values != null) {
      assertThat(values.contains(value)).as(where + value).isTrue();
    }
    String pattern = schema.getString("pattern");
    if (pattern != null) {
      assertThat((String) value).as(where).matches(Pattern.compile(pattern));
    }
    switch (schema.getString("type", "")) {
      case "string" -> assertThat(value).as(where).isInstanceOf(String.class);
      case "boolean" -> assertThat(value).as(where).isInstanceOf(Boolean.class);
      case "integer" -> assertThat(value).as(where).isInstanceOfAny(Integer.class, Long.class);
      case "number" -> assertThat(value).as(where).isInstanceOf(Number.class);
      default ->
          assertThat(constant != null || values != null || schema.isEmpty())
              .as(where + schema)
              .isTrue();
    }
  }

  // From the client.

  @Test
  void whatTheServerUnderstandsIsOnPaperAndNothingElse() {
    assertThat(paper.column("From the client"))
        .containsExactlyInAnyOrderElementsOf(paper.fromClient().keySet());
    assertThat(
            paper.fromClient().values().stream()
                .map(it -> Reading.read(example(it, true).encode()).getClass().getName()))
        .containsExactlyInAnyOrderElementsOf(records(Asked.class, Set.of("Bad")));
  }

  @Test
  void whatMustBeInAFrameIsAllThatMustBe() {
    paper
        .fromClient()
        .forEach(
            (type, schema) -> {
              JsonObject least = example(schema, false);
              assertThat(Reading.read(least.encode())).as(type).isNotInstanceOf(Asked.Bad.class);
              for (String field : ProtocolPaper.required(schema)) {
                JsonObject less = least.copy();
                less.remove(field);
                assertThat(Reading.read(less.encode()))
                    .as(type + " without " + field)
                    .isInstanceOf(Asked.Bad.class);
              }
            });
  }

  /** A frame as the document has it, with all of its fields or those that must be. */
  private JsonObject example(JsonObject schema, boolean whole) {
    JsonObject frame = new JsonObject();
    List<String> required = ProtocolPaper.required(schema);
    schema
        .getJsonObject("properties")
        .forEach(
            it -> {
              boolean other = it.getKey().equals("before"); // excludes after
              if (required.contains(it.getKey()) || (whole && !other)) {
                frame.put(it.getKey(), value((JsonObject) it.getValue()));
              }
            });
    return frame;
  }

  private Object value(JsonObject given) {
    JsonObject schema = paper.resolved(given);
    Object constant = schema.getValue("const");
    if (constant != null) {
      return constant;
    }
    JsonArray choices = schema.getJsonArray("oneOf");
    if (choices != null) {
      return value(choices.getJsonObject(0));
    }
    return switch (schema.getString("type")) {
      case "integer" -> 1;
      case "boolean" -> true;
      case "array" -> JsonArray.of(value(schema.getJsonObject("items")));
      case "object" -> example(schema, true);
      default -> schema.containsKey("pattern") ? ROOM : "x";
    };
  }
}
