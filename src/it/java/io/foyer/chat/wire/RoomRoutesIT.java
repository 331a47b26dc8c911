package io.foyer.chat.wire;

import static io.foyer.accounts.wire.OldAccountsClient.invalid;
import static io.foyer.accounts.wire.OldAccountsClient.refused;
import static io.foyer.chat.wire.OldChatClient.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.ProgramFixture;
import io.foyer.chat.wire.OldChatClient.Token;
import io.foyer.platform.web.ContractCheck;
import io.foyer.testing.People;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rooms and messages on the wire of the old chat server. */
@TestInstance(Lifecycle.PER_CLASS)
class RoomRoutesIT {
  private static final String NOWHERE = "0123456789abcdef01234567";

  private final ProgramFixture program = ProgramFixture.open("old_chat", Map.of());
  private final OldChatClient chat = new OldChatClient(new People(program.node().port()));
  private Token ann = new Token("", Map.of());
  private Token bob = ann;
  private Token service = ann;
  private Token bot = ann;

  @BeforeAll
  void register() {
    ann = chat.entered(1);
    bob = chat.entered(1);
    service = chat.entered(2);
    bot = chat.entered(3);
  }

  @AfterAll
  void close() {
    program.close();
  }

  private static JsonObject named(String name) {
    return new JsonObject().put("name", name);
  }

  private String room() {
    return id(chat.create(ann.headers(), named(People.unused())));
  }

  private long members(String room) {
    return program.database().number("SELECT count(*) FROM members WHERE room_id = ?", room);
  }

  private String kinds(String room) {
    return String.join(
        " ",
        program
            .database()
            .column("SELECT kind FROM chat_events WHERE room_id = ? ORDER BY seq", room));
  }

  @Test
  void aRoomIsMadeOnce() {
    String made = id(chat.create(ann.headers(), named("a").put("topic", "")));

    assertThat(made).matches("[0-9a-f]{24}");
    assertThat(program.database().text("SELECT owner FROM rooms WHERE id = ?", made))
        .isEqualTo(ann.id());
    assertThat(members(made)).isEqualTo(1);
    refused(chat.create(bob.headers(), named("a")), 409, 703);
    id(chat.create(bob.headers(), named("A")));
  }

  @Test
  void whatIsWrongWithARoomIsNamed() {
    invalid(chat.create(ann.headers(), new JsonObject()), "name");
    invalid(chat.create(ann.headers(), named("")), "name");
    invalid(chat.create(ann.headers(), named(" ")), "name");
    invalid(chat.create(ann.headers(), named("x").put("owner", "me")), "owner");
    invalid(chat.create(ann.headers(), named("x").put("topic", 1)), "topic");
    invalid(chat.create(ann.headers(), named("x\u0000")), "name");
    invalid(chat.create(ann.headers(), named("x".repeat(101))), "name");
  }

  @Test
  void theBodyIsLookedAtBeforeTheToken() {
    invalid(chat.create(Map.of(), new JsonObject()), "name");
    invalid(chat.join(Map.of(), "x"), "id");
    refused(chat.join(Map.of(), NOWHERE), 401, 1000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bearer T", "Bearer T x", "Bearer  T", "T", "Basic T", "Bearer nobody"})
  void theHeaderIsTakenInOneFormOnly(String form) {
    String token = ann.headers().getOrDefault("Authorization", "").replace("Bearer ", "");
    Map<String, String> headers = Map.of("Authorization", form.replace("T", token));

    refused(chat.create(headers, named("never")), 401, 1000);
  }

  @Test
  void withoutATokenNobodyComesIn() {
    String room = room();

    refused(chat.create(Map.of(), named("never")), 401, 1000);
    refused(chat.join(Map.of(), room), 401, 1000);
    refused(chat.leave(Map.of(), room), 401, 1000);
    refused(chat.say(Map.of(), room, "hi"), 401, 1000);
  }

  @Test
  void servicesAndBotsHaveNoRooms() {
    String room = room();
    for (Token machine : List.of(service, bot)) {
      refused(chat.create(machine.headers(), named("never")), 403, 1002);
      refused(chat.join(machine.headers(), room), 403, 1002);
      refused(chat.leave(machine.headers(), room), 403, 1002);
    }
  }

  @Test
  void whatIsNoJsonIsRefusedInJson() {
    for (String body : List.of("{", "[]", "1", "null", "\"x\"", "{\"name\": \"a\"} x")) {
      refused(chat.people().call("POST", "/v1/chat/rooms", ann.headers(), body), 400, 704);
    }
  }

  @Test
  void aRoomIsJoinedAndLeftOnce() {
    String room = room();

    assertThat(id(chat.join(bob.headers(), room))).isEqualTo(room);
    assertThat(id(chat.join(bob.headers(), room))).isEqualTo(room);
    assertThat(members(room)).isEqualTo(2);
    assertThat(id(chat.leave(bob.headers(), room))).isEqualTo(room);
    assertThat(id(chat.leave(bob.headers(), room))).isEqualTo(room);

    assertThat(members(room)).isEqualTo(1);
    assertThat(kinds(room)).isEqualTo("join join leave");
  }

  @Test
  void aRoomThatIsNotThereIsNotFound() {
    invalid(chat.join(ann.headers(), NOWHERE.substring(1)), "id");
    invalid(chat.leave(ann.headers(), NOWHERE + "0"), "id");
    invalid(chat.say(ann.headers(), "%00".repeat(8), "hi"), "id");
    refused(chat.join(ann.headers(), NOWHERE), 404, 702);
    refused(chat.leave(ann.headers(), NOWHERE), 404, 702);
    refused(chat.say(ann.headers(), NOWHERE, "hi"), 404, 702);
    refused(chat.say(ann.headers(), NOWHERE.toUpperCase(Locale.ROOT), "hi"), 404, 702);
  }

  @Test
  void onlyMembersAndBotsSpeak() {
    String room = room();

    refused(chat.say(bob.headers(), room, "hi"), 404, 702);
    refused(chat.say(service.headers(), room, "hi"), 404, 702);
    id(chat.say(bot.headers(), room, "beep"));
    assertThat(kinds(room)).isEqualTo("join message");
  }

  @Test
  void aMessageIsWrittenWithItsType() {
    String room = room();

    String text = id(chat.say(ann.headers(), room, "hi <b>"));
    String link = id(chat.say(ann.headers(), room, "https://x"));

    assertThat(
            program
                .database()
                .column(
                    "SELECT concat_ws(' ', id, type, body, account_id) FROM chat_events"
                        + " WHERE room_id = ? AND kind = 'message' ORDER BY seq",
                    room))
        .containsExactly(text + " 1 hi <b> " + ann.id(), link + " 2 https://x " + ann.id());
  }

  @Test
  void neitherTextNorImageIsNoMessage() {
    String room = room();
    JsonObject nothing = new JsonObject().put("message", "").putNull("image");

    refused(chat.say(ann.headers(), room, nothing), 400, 500);
    refused(chat.say(ann.headers(), room, new JsonObject()), 400, 500);
    invalid(chat.say(ann.headers(), room, new JsonObject().put("image", "data:x")), "image");
    invalid(chat.say(ann.headers(), room, "/hello=Ann"), "message");
    invalid(chat.say(ann.headers(), room, "x".repeat(8_001)), "message");
    invalid(chat.say(ann.headers(), room, "a\u0000"), "message");
    invalid(chat.say(ann.headers(), room, new JsonObject().put("message", 1)), "message");
    invalid(chat.say(ann.headers(), room, new JsonObject().put("massage", "x")), "massage");
    assertThat(kinds(room)).isEqualTo("join");
  }

  @Test
  void whatIsSentThreeTimesUnderOneNameIsWrittenOnce() {
    String room = room();
    JsonObject message = new JsonObject().put("message", "hi").put("clientMsgId", "m1");

    List<String> ids =
        IntStream.range(0, 3)
            .mapToObj(i -> id(chat.say(ann.headers(), room, message)))
            .distinct()
            .toList();

    assertThat(ids).hasSize(1);
    assertThat(kinds(room)).isEqualTo("join message");
    refused(chat.say(ann.headers(), room, message.copy().put("message", "ho")), 409, 409);
  }

  @Test
  void whatIsNotThereIsSaidByACode() {
    refused(chat.people().call("GET", "/v1/chat/nothing", Map.of()), 404, 404);
    HttpResponse<String> wrong = chat.people().call("GET", "/v1/chat/rooms", Map.of());
    refused(wrong, 405, 405);
    assertThat(wrong.headers().firstValue("Allow")).contains("POST");
    refused(chat.people().call("POST", "/v1/chat/rooms/leave/" + NOWHERE, Map.of()), 405, 405);
  }

  @Test
  void theAnswersAreThoseOfTheContract() throws Exception {
    ContractCheck contract = ContractCheck.ofOldWires(program.vertx());
    String room = room();

    contract.holds("chatCreateRoom", chat.create(ann.headers(), named(People.unused())));
    contract.holds("chatCreateRoom", chat.create(ann.headers(), new JsonObject()));
    contract.holds("chatCreateRoom", chat.create(bot.headers(), named("never")));
    contract.holds("chatJoinRoom", chat.join(bob.headers(), room));
    contract.holds("chatJoinRoom", chat.join(bob.headers(), NOWHERE));
    contract.holds("chatSendMessage", chat.say(bob.headers(), room, "hi"));
    contract.holds("chatSendMessage", chat.say(bob.headers(), room, ""));
    contract.holds("chatLeaveRoom", chat.leave(bob.headers(), room));
    contract.holds("chatLeaveRoom", chat.leave(Map.of(), room));
  }
}
