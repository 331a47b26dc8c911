package io.foyer.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.testing.PagesRead;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/**
 * Among two thousand rooms and two hundred thousand events, only what is asked for is looked at.
 */
@TestInstance(Lifecycle.PER_CLASS)
class ChatCostIT {
  private static final String FILL =
      """
      INSERT INTO rooms (id, name, owner, access)
      SELECT lpad(i::text, 24, '0'), 'room ' || lpad(i::text, 5, '0'), 'o',
             CASE i % 2 WHEN 0 THEN 'public' ELSE 'invited' END
      FROM generate_series(1, 2000) AS i;
      INSERT INTO room_heads (room_id, last_seq) SELECT id, 100 FROM rooms;
      INSERT INTO chat_events (room_id, seq, id, kind, account_id)
      SELECT id, n, 'e', CASE n % 50 WHEN 0 THEN 'join' ELSE 'message' END, 'a' || n % 10
      FROM rooms, generate_series(1, 100) AS n;
      INSERT INTO idempotency_keys
      SELECT room_id, account_id, 'c' || seq, '\\x00', seq, id, at FROM chat_events;
      INSERT INTO members (room_id, account_id, since_seq)
      SELECT id, 'a' || n, 1 FROM rooms, generate_series(0, 9) AS n WHERE id LIKE '%0';
      """;

  private final ChatNodes nodes = ChatNodes.open(1);

  @BeforeAll
  void fill() throws Exception {
    nodes.fresh().execute(FILL);
  }

  @AfterAll
  void close() {
    nodes.close();
  }

  private static String room(int number) {
    return "%024d".formatted(number);
  }

  /** Without statistics, as after a start. */
  @Test
  void aGroupLooksAtItsOwnRooms() {
    List<NewEvent> group = IntStream.range(0, 100).mapToObj(ChatCostIT::draft).toList();

    long pages =
        PagesRead.by(
            nodes.database().genericPlanPool(),
            SendStore.NUMBER,
            SendStore.columns(group),
            group.size());

    assertThat(pages / group.size()).isLessThan(40);
    assertThat(nodes.events(room(10))).hasSizeGreaterThan(100);
  }

  private static NewEvent draft(int number) {
    return new NewEvent(
        room(10 * (1 + number % 50)),
        "id" + number,
        ChatEvent.Kind.MESSAGE,
        "a" + number % 10,
        1,
        "hello",
        "m" + number,
        Buffer.buffer("hash"),
        false);
  }

  @Test
  void aPageOfRoomsCountsWhatItShows() {
    Tuple first = Tuple.of("nobody", null, 51, false);

    assertThat(PagesRead.by(nodes.database(), RoomStore.LIST, first, 51)).isLessThan(1_500);
  }

  @Test
  void aPageOfHistoryIsRead() {
    Tuple newest = Tuple.of(room(20), "a1", Long.MAX_VALUE, 20);

    assertThat(PagesRead.by(nodes.database(), LogStore.HISTORY_BEFORE, newest, 20)).isLessThan(40);
  }

  @Test
  void whoCameAndWentIsReadWithoutTheMessages() throws Exception {
    // Two of its hundred events are joins.
    nodes
        .fresh()
        .execute(
            "UPDATE chat_events SET at = now() + interval '2 days' WHERE room_id = '"
                + room(3)
                + "'");
    Tuple future = Tuple.of(OffsetDateTime.now(ZoneOffset.UTC).plusDays(1), 1_000);

    assertThat(PagesRead.by(nodes.database(), LogStore.CHANGES, future, 2)).isLessThan(20);
  }
}
