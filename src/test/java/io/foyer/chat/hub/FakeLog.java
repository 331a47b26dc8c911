package io.foyer.chat.hub;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.ChatLog;
import io.foyer.chat.Membership;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A log in memory, whose answers come when a test says so. */
final class FakeLog implements ChatLog {
  private final Map<String, List<ChatEvent>> rooms = new HashMap<>();
  private final Map<String, Set<String>> members = new HashMap<>();
  private final List<Pending<?>> pending = new ArrayList<>();
  private int pages;

  /** A question under way. */
  private record Pending<T>(Promise<T> answer, Supplier<T> reading) {
    private void succeed() {
      answer.complete(reading.get());
    }
  }

  List<ChatEvent> commit(String room, ChatEvent.Kind kind, String account, int count) {
    List<ChatEvent> log = rooms.computeIfAbsent(room, it -> new ArrayList<>());
    List<ChatEvent> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long seq = log.size() + 1L;
      Instant at = Instant.EPOCH.plusMillis(seq);
      events.add(new ChatEvent(room, seq, "id" + seq, kind, account, "", 1, "text " + seq, "", at));
      log.add(events.getLast());
    }
    switch (kind) {
      case JOIN -> members.computeIfAbsent(room, it -> new HashSet<>()).add(account);
      case LEAVE, REMOVED -> members.getOrDefault(room, new HashSet<>()).remove(account);
      case MESSAGE, TOPIC, ARCHIVED, EXIT -> {}
    }
    return events;
  }

  long head(String room) {
    return rooms.getOrDefault(room, List.of()).size();
  }

  boolean isMember(String room, String account) {
    return members.getOrDefault(room, Set.of()).contains(account);
  }

  ChatEvent event(String room, long seq) {
    return rooms.getOrDefault(room, List.of()).get((int) seq - 1);
  }

  /** How often {@link #after} was asked. */
  int pages() {
    return pages;
  }

  int questions() {
    return pending.size();
  }

  void answer(int which) {
    pending.remove(which).succeed();
  }

  void fail(int which) {
    pending.remove(which).answer().fail("away");
  }

  void answerAll() {
    while (!pending.isEmpty()) {
      answer(0);
    }
  }

  private <T> Future<T> ask(Supplier<T> reading) {
    Promise<T> answer = Promise.promise();
    pending.add(new Pending<>(answer, reading));
    return answer.future();
  }

  @Override
  public Future<List<ChatEvent>> after(String room, long seq, int limit) {
    pages++;
    return ask(
        () ->
            rooms.getOrDefault(room, List.of()).stream()
                .filter(it -> it.seq() > seq)
                .limit(limit)
                .toList());
  }

  @Override
  public Future<Map<String, Long>> latestSeqs(Collection<String> names) {
    List<String> asked = List.copyOf(names);
    return ask(() -> asked.stream().distinct().collect(Collectors.toMap(it -> it, this::head)));
  }

  @Override
  public Future<List<ChatEvent>> membershipChanges(Instant since, int limit) {
    return ask(
        () ->
            rooms.values().stream()
                .flatMap(List::stream)
                .filter(it -> it.kind() != ChatEvent.Kind.MESSAGE && !it.at().isBefore(since))
                .limit(limit)
                .toList());
  }

  @Override
  public Future<Map<String, Long>> memberOf(String account) {
    return Future.failedFuture("not used");
  }

  @Override
  public Future<Optional<Membership>> member(String room, String account) {
    return ask(
        () ->
            isMember(room, account)
                ? Optional.of(new Membership(1, joined(room, account)))
                : Optional.empty());
  }

  /** The number by which somebody came last. */
  long joined(String room, String account) {
    return rooms.getOrDefault(room, List.of()).stream()
        .filter(it -> it.kind() == ChatEvent.Kind.JOIN && it.account().equals(account))
        .mapToLong(ChatEvent::seq)
        .max()
        .orElse(0);
  }

  @Override
  public Future<Set<String>> members(String room) {
    return ask(() -> Set.copyOf(members.getOrDefault(room, Set.of())));
  }

  @Override
  public Future<Instant> now() {
    return ask(() -> Instant.EPOCH);
  }
}
