package io.foyer.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.chat.History.Part;
import io.foyer.platform.web.Caller;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is old goes from the beginning, and readers are told so. */
class ChatRetentionIT {
  private static final Duration DAY = Duration.ofDays(1);

  private final RetentionStore store = new RetentionStore();
  private ChatNodes nodes;
  private ChatService chat;
  private Caller ann;
  private String room;

  @BeforeEach
  void open() {
    nodes = ChatNodes.open(1);
    chat = nodes.chat();
    ann = nodes.user();
    room = nodes.room(ann);
    IntStream.range(2, 31).forEach(i -> send("m" + i));
  }

  @AfterEach
  void close() {
    nodes.close();
  }

  private SendResult send(String client) {
    return chat.send(ann, room, Optional.of(client), client).await();
  }

  private void age(long upto) throws Exception {
    nodes
        .fresh()
        .execute("UPDATE chat_events SET at = at - interval '2 days' WHERE seq <= " + upto);
  }

  private int forget() {
    return store.forget(nodes.database(), DAY).await();
  }

  @Test
  void whatIsYoungStays() {
    assertThat(forget()).isZero();
    assertThat(nodes.events(room)).hasSize(30);
  }

  @Test
  void aReaderIsToldWhereItBeginsNow() throws Exception {
    age(20);

    assertThat(forget()).isEqualTo(20);
    assertThat(forget()).isZero();

    History after = chat.history(ann, room, new Part.After(5), 100).await();
    assertThat(after.truncated()).isTrue();
    assertThat(after.first()).isEqualTo(21);
    assertThat(after.last()).isEqualTo(30);
    assertThat(after.events()).hasSize(10);
    assertThat(chat.history(ann, room, new Part.After(20), 5).await().truncated()).isFalse();
    assertThat(chat.history(ann, room, Part.NEWEST, 5).await().truncated()).isFalse();
    assertThat(chat.history(ann, room, Part.NEWEST, 50).await().truncated()).isTrue();
  }

  @Test
  void whatIsYoungerThanSomethingBehindItStaysToo() throws Exception {
    age(20);
    nodes.fresh().execute("UPDATE chat_events SET at = now() WHERE seq = 10");

    assertThat(forget()).isEqualTo(9);
    assertThat(forget()).isZero();
  }

  @Test
  void aRoomMayBecomeEmptyAndGoesOn() throws Exception {
    age(30);

    assertThat(forget()).isEqualTo(30);

    assertThat(chat.history(ann, room, new Part.After(3), 5).await().truncated()).isTrue();
    SendResult known = send("m7");
    assertThat(known.repeated()).isTrue();
    assertThat(known.seq()).isEqualTo(7);
    assertThat(send("new").seq()).isEqualTo(31);
    assertThat(chat.history(ann, room, new Part.After(30), 5).await())
        .satisfies(
            it -> {
              assertThat(it.truncated()).isFalse();
              assertThat(it.events()).hasSize(1);
            });
  }
}
