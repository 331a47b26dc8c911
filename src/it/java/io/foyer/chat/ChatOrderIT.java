package io.foyer.chat;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.chat.ChatEvent.Kind;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.web.Caller;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * However sends, repeats, comings and goings of many people on two nodes fall together: a room's
 * log has no gap, each message that was acknowledged is in it once, in the order of its sender,
 * while he was a member; and every repeat got the same answer.
 */
class ChatOrderIT {
  private static final List<ChatNodes> NODES = new CopyOnWriteArrayList<>();

  /** What somebody does, in a row and without waiting; {@code client} is also the text. */
  private sealed interface Step {
    /** Says something, perhaps on the other node as well. */
    record Say(String room, String client, boolean twice, boolean elsewhere) implements Step {}

    /** Comes or goes. */
    record Move(String room, boolean in) implements Step {}
  }

  private record Person(Caller caller, int home, List<Step> steps) {}

  private record Answer(String key, SendResult result) {}

  /** How big, and by which dice. */
  record Evening(long seed, int rooms, int people, int steps, boolean repeats, boolean moves) {}

  @BeforeContainer
  static void open() {
    NODES.add(ChatNodes.open(2));
  }

  @AfterContainer
  static void close() {
    NODES.getFirst().close();
  }

  @Provide
  Arbitrary<Evening> evenings() {
    return Combinators.combine(
            Arbitraries.longs(),
            Arbitraries.integers().between(1, 4),
            Arbitraries.integers().between(1, 8),
            Arbitraries.integers().between(1, 40),
            Arbitraries.of(true, false),
            Arbitraries.of(true, false))
        .as(Evening::new);
  }

  @Property(tries = 80, shrinking = ShrinkingMode.OFF)
  void theLogIsWhatEverybodyWasTold(@ForAll("evenings") Evening evening) throws Exception {
    ChatNodes nodes = NODES.getFirst();
    Caller owner = nodes.user();
    List<String> rooms =
        IntStream.range(0, evening.rooms()).mapToObj(i -> nodes.room(owner)).toList();
    List<Person> people = people(nodes, evening, rooms);

    List<Answer> answers = live(nodes, people);

    for (String room : rooms) {
      List<ChatEvent> log = nodes.events(room);
      hasNoGap(nodes, room, log);
      everybodySpokeAsAMember(log);
      everyAnswerIsTrue(room, log, answers);
      everySenderKeptHisOrder(log, people);
      everyEventWasAnnouncedOnce(nodes, room, log);
    }
  }

  private static List<Person> people(ChatNodes nodes, Evening evening, List<String> rooms) {
    Random dice = new Random(evening.seed());
    List<Person> people = new ArrayList<>();
    for (int i = 0; i < evening.people(); i++) {
      Caller caller = nodes.user();
      if (dice.nextInt(5) > 0) {
        rooms.forEach(room -> nodes.chat().join(caller, room).await());
      }
      List<Step> steps = new ArrayList<>();
      for (int n = 0; n < evening.steps(); n++) {
        steps.add(step(dice, evening, rooms, n));
      }
      people.add(new Person(caller, dice.nextInt(2), steps));
    }
    return people;
  }

  private static Step step(Random dice, Evening evening, List<String> rooms, int number) {
    String room = rooms.get(dice.nextInt(rooms.size()));
    if (evening.moves() && dice.nextInt(6) == 0) {
      return new Step.Move(room, dice.nextInt(3) > 0);
    }
    boolean twice = evening.repeats() && dice.nextInt(3) == 0;
    return new Step.Say(room, Integer.toString(number), twice, twice && dice.nextBoolean());
  }

  private static List<Answer> live(ChatNodes nodes, List<Person> people) throws Exception {
    Queue<Answer> answers = new ConcurrentLinkedQueue<>();
    List<Thread> threads =
        people.stream()
            .map(person -> Thread.ofVirtual().start(() -> live(nodes, person, answers)))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    return List.copyOf(answers);
  }

  private static void live(ChatNodes nodes, Person person, Queue<Answer> answers) {
    List<Future<?>> open = new ArrayList<>();
    for (Step step : person.steps()) {
      switch (step) {
        case Step.Move move -> open.add(move(nodes.node(person.home()), person, move));
        case Step.Say say -> {
          open.add(say(nodes.node(person.home()), person, say, answers));
          if (say.twice()) {
            int where = say.elsewhere() ? 1 - person.home() : person.home();
            open.add(say(nodes.node(where), person, say, answers));
          }
        }
      }
    }
    open.forEach(each -> each.await());
  }

  private static Future<?> move(ChatService chat, Person person, Step.Move move) {
    return move.in()
        ? chat.join(person.caller(), move.room())
        : chat.leave(person.caller(), move.room());
  }

  /** Whoever is not in is refused; nothing else may happen. */
  private static Future<?> say(
      ChatService chat, Person person, Step.Say say, Queue<Answer> answers) {
    return chat.send(person.caller(), say.room(), Optional.of(say.client()), say.client())
        .onSuccess(
            result ->
                answers.add(new Answer(key(say.room(), person.caller(), say.client()), result)))
        .<Void>mapEmpty()
        .recover(
            cause ->
                cause instanceof ProblemException known
                        && known.problem() instanceof Problem.NotFound
                    ? Future.succeededFuture()
                    : Future.failedFuture(cause));
  }

  private static String key(String room, Caller caller, String client) {
    return room + " " + caller.account() + " " + client;
  }

  private static void hasNoGap(ChatNodes nodes, String room, List<ChatEvent> log) {
    assertThat(log)
        .extracting(ChatEvent::seq)
        .containsExactlyElementsOf(LongStream.rangeClosed(1, log.size()).boxed().toList());
    assertThat(nodes.log().latestSeqs(List.of(room)).await())
        .containsEntry(room, (long) log.size());
  }

  private static void everybodySpokeAsAMember(List<ChatEvent> log) {
    Set<String> inside = new HashSet<>();
    for (ChatEvent event : log) {
      switch (event.kind()) {
        case JOIN -> assertThat(inside.add(event.account())).as("was not in yet").isTrue();
        case LEAVE -> assertThat(inside.remove(event.account())).as("was in").isTrue();
        default -> assertThat(inside).contains(event.account());
      }
    }
  }

  private static void everyAnswerIsTrue(String room, List<ChatEvent> log, List<Answer> answers) {
    Map<String, ChatEvent> written = new HashMap<>();
    for (ChatEvent event : log) {
      if (event.kind() == Kind.MESSAGE) {
        String key = room + " " + event.account() + " " + event.clientId();
        assertThat(written.put(key, event)).as("written once: %s", key).isNull();
      }
    }
    Map<String, Integer> firsts = new HashMap<>();
    for (Answer answer : answers) {
      if (answer.key().startsWith(room)) {
        assertThat(written).as("acknowledged and written").containsKey(answer.key());
        ChatEvent event = Objects.requireNonNull(written.get(answer.key()));
        SendResult told =
            new SendResult(event.id(), event.seq(), event.at(), answer.result().repeated());
        assertThat(answer.result()).isEqualTo(told);
        firsts.merge(answer.key(), answer.result().repeated() ? 0 : 1, Integer::sum);
      }
    }
    assertThat(firsts.keySet()).containsExactlyInAnyOrderElementsOf(written.keySet());
    assertThat(firsts.values()).as("one of equal answers is the first").allMatch(n -> n == 1);
  }

  /** What was sent on two nodes at once has no order of its sender's. */
  private static void everySenderKeptHisOrder(List<ChatEvent> log, List<Person> people) {
    for (Person person : people) {
      Set<String> elsewhere = new HashSet<>();
      for (Step step : person.steps()) {
        if (step instanceof Step.Say say && say.elsewhere()) {
          elsewhere.add(say.client());
        }
      }
      List<Integer> said =
          log.stream()
              .filter(event -> event.kind() == Kind.MESSAGE)
              .filter(event -> event.account().equals(person.caller().account()))
              .filter(event -> !elsewhere.contains(event.clientId()))
              .map(event -> Integer.valueOf(event.body()))
              .toList();
      List<Integer> sorted = new ArrayList<>(said);
      Collections.sort(sorted);
      assertThat(said).isEqualTo(sorted);
    }
  }

  private static void everyEventWasAnnouncedOnce(
      ChatNodes nodes, String room, List<ChatEvent> log) {
    assertThat(nodes.announced())
        .filteredOn(event -> event.room().equals(room))
        .containsExactlyInAnyOrderElementsOf(log);
  }
}
