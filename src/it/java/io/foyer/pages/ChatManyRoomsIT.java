package io.foyer.pages;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import io.foyer.chat.wire.plain.RoomsClient;
import io.foyer.testing.People.Somebody;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The chat page of people who are in more rooms than one connection follows. */
@TestInstance(Lifecycle.PER_CLASS)
final class ChatManyRoomsIT {
  /** One connection follows 200. */
  private static final int ROOMS = 205;

  @RegisterExtension final PageFixture fixture = PageFixture.open("page_chat_many");
  private final RoomsClient rooms = new RoomsClient(fixture.program().node().port());
  private final Somebody owner = fixture.people().somebody();
  private final String member = fixture.registered();

  @BeforeAll
  void fill() {
    fixture
        .program()
        .database()
        .execute(
            """
            INSERT INTO rooms (id, name, owner)
            SELECT lpad(to_hex(n), 24, '0'), 'many ' || lpad(n::text, 3, '0'), '%1$s'
            FROM generate_series(1, %2$d) n;
            INSERT INTO room_heads (room_id)
            SELECT lpad(to_hex(n), 24, '0') FROM generate_series(1, %2$d) n;
            INSERT INTO members (room_id, account_id, since_seq)
            SELECT lpad(to_hex(n), 24, '0'), a.id, 1 FROM generate_series(1, %2$d) n, accounts a
            WHERE a.id = '%1$s' OR a.handle = '%3$s'
            """
                .formatted(owner.id(), ROOMS, member));
  }

  private static String id(int room) {
    return "%024x".formatted(room);
  }

  private static String name(int room) {
    return "many %03d".formatted(room);
  }

  @Test
  void everyRoomOpensWithItsMessagesAndIsLive() {
    for (int room = ROOMS - 2; room <= ROOMS; room++) {
      rooms.said(owner, id(room), "before");
    }
    try (Talker ada = Talker.enter(fixture.visit(), member)) {
      for (int room = ROOMS - 2; room <= ROOMS; room++) {
        ada.opens(name(room)).sees("before");
        rooms.said(owner, id(room), "meanwhile");
        ada.sees("before", "meanwhile");
        ada.says("mine").sees("before", "meanwhile", "mine");
        assertThat(ada.visit().at(".fate")).hasCount(0);
        assertThat(ada.person(member)).containsText("online");
      }

      // One that made way for them is read again when it is opened, and the last one is still live.
      rooms.said(owner, id(1), "first");
      ada.opens(name(1)).sees("first");
      rooms.said(owner, id(ROOMS), "last");
      ada.opens(name(ROOMS)).sees("before", "meanwhile", "mine", "last");
      ada.page().reload();
      ada.connected().sees("before", "meanwhile", "mine", "last");
    }
  }

  @Test
  void aRoomOfOthersThatIsOnNoPageOfTheListOpensByItsAddress() {
    String stranger = fixture.registered();
    try (Talker bob = Talker.enter(fixture.visit(), stranger)) {
      assertThat(bob.entry(name(ROOMS))).hasCount(0);
      bob.page().evaluate("id => { location.hash = 'room=' + id; }", id(ROOMS));

      assertThat(bob.visit().at("#talk-title")).hasText(name(ROOMS));
      bob.visit().button("Join").click();
      bob.says("found it");
      assertThat(bob.words().last()).hasText("found it");
      assertThat(bob.visit().at(".fate")).hasCount(0);

      bob.page().evaluate("() => { location.hash = 'room=ffffffffffffffffffffffff'; }");
      assertThat(bob.visit().at("#no-room-text")).containsText("does not exist");
    }
  }
}
