package io.foyer.chat.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.ChatEvent.Kind;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens in whatever order: each event once, in order, none missing. */
final class HubOrderTest {
  private static final List<String> ROOMS = List.of("hall", "attic");
  private static final int SEEDS = 400;
  private static final int STEPS = 1_500;

  static IntStream seeds() {
    return IntStream.range(0, SEEDS);
  }

  /** A client that follows one room and writes down where each watching began. */
  private static final class Client {
    private final HubFixture.Guest guest;
    private final String account;
    private final String room;
    private final List<List<Long>> watchings = new ArrayList<>();
    private final List<Long> joins = new ArrayList<>();
    private Future<Long> begun = Future.failedFuture("not yet");
    private int words;
    private boolean watching;

    private Client(HubFixture.Guest guest, String account, String room) {
      this.guest = guest;
      this.account = account;
      this.room = room;
    }

    /** What it got since it last looked belongs to the watching under way. */
    private void look() {
      List<String> all = guest.socket().words();
      for (; words < all.size(); words++) {
        String[] word = all.get(words).split(":");
        assertThat(word[0]).isEqualTo(room);
        watchings.getLast().add(Long.parseLong(word[1]));
      }
    }

    private long last() {
      return watchings.stream()
          .filter(it -> !it.isEmpty())
          .mapToLong(List::getLast)
          .max()
          .orElse(0);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void eachEventOnceAndInOrderWhateverHappens(int seed) {
    Random random = new Random(seed);
    HubFixture fixture = new HubFixture();
    ROOMS.forEach(it -> fixture.log().commit(it, Kind.MESSAGE, "ann", random.nextInt(700)));
    List<Client> clients = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      clients.add(client(fixture, random, "p" + i % 5));
    }
    List<List<ChatEvent>> hints = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      step(fixture, random, clients, hints);
      clients.forEach(Client::look);
    }
    heal(fixture, clients);
    clients.forEach(it -> check(fixture, it));
    clients.forEach(it -> it.guest.seat().close());
    fixture.settle();
    fixture.hub().close();
    assertThat(fixture.wire().held()).as("buffers held").isZero();
  }

  private static Client client(HubFixture fixture, Random random, String account) {
    String room = ROOMS.get(random.nextInt(ROOMS.size()));
    if (!fixture.log().isMember(room, account)) {
      fixture.join(room, account);
    }
    return new Client(fixture.guest(account, random.nextInt(2)), account, room);
  }

  private static void step(
      HubFixture fixture, Random random, List<Client> clients, List<List<ChatEvent>> hints) {
    Client client = clients.get(random.nextInt(clients.size()));
    switch (random.nextInt(22)) {
      case 0, 1, 2 -> commit(fixture, random, hints);
      case 3 -> member(fixture, random, client, hints);
      case 4, 5 -> hint(fixture, random, hints);
      case 6 -> watch(fixture, client, random);
      case 7 -> unwatch(client, random);
      case 8 -> client.guest.socket().room(random.nextInt(3));
      case 9, 10 -> fixture.drain(client.guest);
      case 11 -> sweep(fixture, random);
      case 12, 13 -> log(fixture, random);
      case 14 -> timer(fixture, random);
      default -> fixture.loops().get(random.nextInt(2)).turn();
    }
  }

  private static void commit(HubFixture fixture, Random random, List<List<ChatEvent>> hints) {
    String room = ROOMS.get(random.nextInt(ROOMS.size()));
    int count = random.nextInt(40) == 0 ? 300 : 1 + random.nextInt(4);
    told(fixture, random, hints, fixture.log().commit(room, Kind.MESSAGE, "ann", count));
  }

  private static void told(
      HubFixture fixture, Random random, List<List<ChatEvent>> hints, List<ChatEvent> events) {
    switch (random.nextInt(4)) {
      case 0 -> fixture.hub().committed(events); // at once
      case 1 -> {} // never
      default -> hints.add(events); // some time, perhaps twice
    }
  }

  private static void member(
      HubFixture fixture, Random random, Client client, List<List<ChatEvent>> hints) {
    if (random.nextInt(4) == 0) {
      Kind kind = fixture.log().isMember(client.room, client.account) ? Kind.REMOVED : Kind.JOIN;
      told(fixture, random, hints, fixture.log().commit(client.room, kind, client.account, 1));
    }
  }

  private static void hint(HubFixture fixture, Random random, List<List<ChatEvent>> hints) {
    if (!hints.isEmpty()) {
      int which = random.nextInt(hints.size());
      fixture.hub().heard(random.nextInt(4) == 0 ? hints.get(which) : hints.remove(which));
    }
  }

  private static void watch(HubFixture fixture, Client client, Random random) {
    if (client.guest.seat().rooms().isEmpty()) {
      client.look();
      OptionalLong after =
          switch (random.nextInt(5)) {
            case 0 -> OptionalLong.of(Long.MAX_VALUE); // he lies
            case 1, 2 -> OptionalLong.empty();
            default -> OptionalLong.of(client.last());
          };
      client.watchings.add(new ArrayList<>());
      client.watching = true;
      client.begun = client.guest.seat().watch(client.room, after);
      List<Long> got = client.watchings.getLast();
      client.joins.add(0L);
      int which = client.joins.size() - 1;
      client.begun.onSuccess(
          number -> {
            got.addFirst(number); // before any event
            client.joins.set(which, fixture.log().joined(client.room, client.account));
          });
    }
  }

  private static void unwatch(Client client, Random random) {
    if (random.nextInt(3) == 0) {
      client.look();
      client.guest.seat().unwatch(client.room);
      client.watching = false;
    }
  }

  private static void sweep(HubFixture fixture, Random random) {
    if (random.nextInt(4) == 0) {
      fixture.hub().sweep().onComplete(done -> {});
      fixture.hub().look();
    }
  }

  private static void log(HubFixture fixture, Random random) {
    if (fixture.log().questions() > 0) {
      int which = random.nextInt(fixture.log().questions());
      if (random.nextInt(6) == 0) {
        fixture.log().fail(which);
      } else {
        fixture.log().answer(which);
      }
    }
  }

  private static void timer(HubFixture fixture, Random random) {
    if (!fixture.timers().isEmpty()) {
      fixture.timers().remove(random.nextInt(fixture.timers().size())).run();
    }
  }

  private static void heal(HubFixture fixture, List<Client> clients) {
    for (int i = 0; i < 4; i++) {
      clients.forEach(it -> fixture.drain(it.guest));
      fixture.settle();
      fixture.hub().sweep().onComplete(done -> {});
      fixture.hub().look();
      fixture.settle();
    }
    clients.forEach(Client::look);
  }

  private static void check(HubFixture fixture, Client client) {
    for (int i = 0; i < client.watchings.size(); i++) {
      List<Long> got = client.watchings.get(i);
      long joined = client.joins.get(i); // what he left before that is history
      if (!got.isEmpty()) {
        List<Long> expected =
            LongStream.rangeClosed(got.getFirst(), got.getFirst() + got.size() - 1)
                .boxed()
                .toList();
        assertThat(got).isEqualTo(expected);
        List<Long> passed = got.subList(1, got.size() > 1 ? got.size() - 1 : 1);
        assertThat(passed)
            .noneMatch(
                it -> it > joined && fixture.log().event(client.room, it).takesOut(client.account));
      }
    }
    if (client.watching && !client.guest.seat().rooms().isEmpty()) {
      assertThat(client.watchings.getLast().getLast()).isEqualTo(fixture.log().head(client.room));
      assertThat(fixture.log().isMember(client.room, client.account)).isTrue();
    }
  }
}
