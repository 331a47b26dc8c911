package io.foyer.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.web.Caller;
import io.vertx.core.Future;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** A page of history has a bounded size, and the next goes on where it ended. */
@TestInstance(Lifecycle.PER_CLASS)
class HistoryIT {
  private static final int LARGEST = 256 * 1024;

  /** Of a message as JSON: each of its characters takes six bytes. */
  private static final int SIZE = 48_000;

  private static final int NEWEST = 21;

  private final ChatNodes nodes = ChatNodes.open(1);
  private final Caller ann = nodes.user();
  private String room = "";

  @BeforeAll
  void say() {
    room = nodes.room(ann);
    Future.join(
            IntStream.range(0, NEWEST - 1)
                .mapToObj(
                    i -> nodes.chat().send(ann, room, Optional.empty(), "\u0001".repeat(8_000)))
                .toList())
        .await();
  }

  @AfterAll
  void close() {
    nodes.close();
  }

  private History page(History.Part part) {
    History page = nodes.chat().history(ann, room, part, ChatService.LONGEST_PAGE).await();
    assertThat(page.events().stream().filter(it -> !it.body().isEmpty()).count() * SIZE)
        .isBetween(1L, (long) LARGEST);
    return page;
  }

  @Test
  void pagesGoBackWithoutGapUntilThereIsNoMore() {
    List<Long> numbers = new ArrayList<>();
    History page = page(History.Part.NEWEST);
    while (true) {
      numbers.addAll(page.events().reversed().stream().map(ChatEvent::seq).toList());
      if (!page.more()) {
        break;
      }
      page = page(new History.Part.Before(page.events().getFirst().seq()));
    }

    Collections.reverse(numbers);
    assertThat(numbers)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, NEWEST).boxed().toList());
  }

  @Test
  void pagesGoOnWithoutGapUntilThereIsNoMore() {
    List<Long> numbers = new ArrayList<>();
    History page = page(new History.Part.After(0));
    while (true) {
      numbers.addAll(page.events().stream().map(ChatEvent::seq).toList());
      if (!page.more()) {
        break;
      }
      page = page(new History.Part.After(page.events().getLast().seq()));
    }

    assertThat(numbers)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, NEWEST).boxed().toList());
  }

  @Test
  void oneEventComesHoweverLongItIs() {
    Caller bob = nodes.user();
    String long1 = nodes.room(bob);
    nodes
        .database()
        .query(
            "UPDATE chat_events SET body = repeat('x', 300000) WHERE room_id = $1", Tuple.of(long1))
        .await();
    nodes.chat().send(bob, long1, Optional.empty(), "short").await();

    History newest = nodes.chat().history(bob, long1, History.Part.NEWEST, 50).await();
    History before = nodes.chat().history(bob, long1, new History.Part.Before(2), 50).await();

    assertThat(newest.events()).extracting(ChatEvent::seq).containsExactly(2L);
    assertThat(newest.more()).isTrue();
    assertThat(before.events()).extracting(ChatEvent::seq).containsExactly(1L);
    assertThat(before.more()).isFalse();
  }
}
