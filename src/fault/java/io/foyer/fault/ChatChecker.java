package io.foyer.fault;

import io.foyer.fault.ChatFinding.Kind;
import io.foyer.fault.ClientLog.Line.Acked;
import io.foyer.fault.ClientLog.Line.Received;
import io.foyer.fault.ClientLog.Line.Refused;
import io.foyer.fault.ClientLog.Line.Sent;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges a run of the chat by the clients' own diaries alone: what was acked has every member once,
 * at the same number, and nobody's numbers have a gap. Everybody is a member of every room.
 */
final class ChatChecker {
  /** A client may be told to come again later; that is no refusal. */
  private static final Set<String> LATER = Set.of("flood", "too_many", "unavailable");

  private final Map<String, Long> begins;
  private final List<ClientLog> diaries;
  private final List<ChatFinding> findings = new ArrayList<>();
  private final Map<Place, String> said = new HashMap<>();
  private final Map<String, Place> places = new HashMap<>();

  private record Place(String room, long seq) {}

  private ChatChecker(Map<String, Long> begins, List<ClientLog> diaries) {
    this.begins = begins;
    this.diaries = diaries;
  }

  /**
   * Everything that must not be; empty is a pass.
   *
   * @param begins the number after which every member hears a room
   */
  static List<ChatFinding> judge(Map<String, Long> begins, List<ClientLog> diaries) {
    ChatChecker checker = new ChatChecker(begins, diaries);
    diaries.forEach(checker::numbers);
    diaries.forEach(checker::contents);
    checker.inventions();
    diaries.forEach(checker::acks);
    return List.copyOf(checker.findings);
  }

  private void numbers(ClientLog clientLog) {
    Map<String, Long> last = new HashMap<>(begins);
    for (Received it : clientLog.all(Received.class)) {
      long before = Objects.requireNonNull(last.get(it.room()), it.room());
      if (it.seq() == before) {
        found(Kind.DOUBLED, clientLog, it);
      } else if (it.seq() < before) {
        found(Kind.DISORDER, clientLog, it);
      } else if (it.seq() > before + 1) {
        found(Kind.GAP, clientLog, it);
      }
      last.put(it.room(), Math.max(before, it.seq()));
    }
  }

  private void contents(ClientLog clientLog) {
    for (Received it : clientLog.all(Received.class)) {
      Place place = new Place(it.room(), it.seq());
      String other = said.putIfAbsent(place, it.id());
      if (other != null && !other.equals(it.id())) {
        found(Kind.DISAGREE, clientLog, it);
      }
      if (!it.id().isEmpty()) {
        Place first = places.putIfAbsent(it.id(), place);
        if (first != null && !first.equals(place)) {
          found(Kind.SAID_TWICE, clientLog, it);
        }
      }
    }
  }

  private void inventions() {
    Set<Sent> sent =
        diaries.stream().flatMap(it -> it.all(Sent.class).stream()).collect(Collectors.toSet());
    places.forEach(
        (id, place) -> {
          if (!sent.contains(new Sent(place.room(), id))) {
            findings.add(new ChatFinding(Kind.INVENTED, id + " at " + place));
          }
        });
  }

  private void acks(ClientLog clientLog) {
    Map<String, Acked> acked = new HashMap<>();
    for (Acked it : clientLog.all(Acked.class)) {
      Acked first = acked.putIfAbsent(it.id(), it);
      if (first != null && first.seq() != it.seq()) {
        found(Kind.WRONG_ACK, clientLog, it);
      }
    }
    clientLog.all(Sent.class).stream()
        .filter(it -> !acked.containsKey(it.id()))
        .forEach(it -> found(Kind.NOT_ACKED, clientLog, it));
    clientLog.all(Refused.class).stream()
        .filter(it -> LATER.stream().noneMatch(it.code()::startsWith))
        .forEach(it -> found(Kind.REFUSED, clientLog, it));
    Map<String, Set<Long>> numbers = numbersOf(acked);
    diaries.forEach(member -> acked.values().forEach(it -> heard(member, it, numbers)));
  }

  /** Where each message that counts was heard, by member and id. */
  private Map<String, Set<Long>> numbersOf(Map<String, Acked> acked) {
    Map<String, Set<Long>> numbers = new HashMap<>();
    for (ClientLog member : diaries) {
      member.all(Received.class).stream()
          .filter(it -> acked.containsKey(it.id()))
          .forEach(
              it ->
                  numbers
                      .computeIfAbsent(key(member, it.id()), none -> new HashSet<>())
                      .add(it.seq()));
    }
    return numbers;
  }

  private static String key(ClientLog member, String id) {
    return member.client() + " " + id;
  }

  private void heard(ClientLog member, Acked it, Map<String, Set<Long>> numbers) {
    Set<Long> at = numbers.getOrDefault(key(member, it.id()), Set.of());
    if (at.isEmpty()) {
      found(Kind.LOST, member, it);
    } else if (!at.contains(it.seq())) {
      found(Kind.WRONG_ACK, member, it);
    }
  }

  private void found(Kind kind, ClientLog clientLog, ClientLog.Line line) {
    findings.add(new ChatFinding(kind, clientLog.client() + ": " + line));
  }
}
