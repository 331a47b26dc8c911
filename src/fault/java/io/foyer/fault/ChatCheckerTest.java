package io.foyer.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.fault.ChatFinding.Kind;
import io.foyer.fault.ClientLog.Line;
import io.foyer.fault.ClientLog.Line.Acked;
import io.foyer.fault.ClientLog.Line.Received;
import io.foyer.fault.ClientLog.Line.Refused;
import io.foyer.fault.ClientLog.Line.Sent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The checker passes sound diaries and refuses them as soon as one line is amiss. */
class ChatCheckerTest {
  private static final Map<String, Long> BEGINS = Map.of("r", 2L, "s", 0L);

  private static List<Line> heard() {
    return new ArrayList<>(
        List.of(
            new Received("r", 3, "a-1"),
            new Received("s", 1, "b-1"),
            new Received("r", 4, ""), // somebody came in
            new Received("r", 5, "b-2"),
            new Received("r", 6, "a-2")));
  }

  /** What "a" and "b" wrote: each said two things; b's first was acked twice, as after a retry. */
  private static List<ClientLog> sound() {
    List<Line> a = heard();
    a.addFirst(new Sent("r", "a-1"));
    a.add(2, new Acked("r", "a-1", 3));
    a.addAll(List.of(new Sent("r", "a-2"), new Acked("r", "a-2", 6)));
    List<Line> b = heard();
    b.addAll(0, List.of(new Sent("s", "b-1"), new Sent("r", "b-2")));
    b.addAll(List.of(new Acked("s", "b-1", 1), new Acked("s", "b-1", 1), new Acked("r", "b-2", 5)));
    return List.of(new ClientLog("a", a), new ClientLog("b", b));
  }

  private static Set<Kind> kinds(List<ClientLog> diaries) {
    return ChatChecker.judge(BEGINS, diaries).stream()
        .map(ChatFinding::kind)
        .collect(Collectors.toSet());
  }

  /** The sound diaries but for something in that of "a". */
  private static List<ClientLog> but(Consumer<List<Line>> change) {
    List<Line> lines = new ArrayList<>(sound().getFirst().lines());
    change.accept(lines);
    return List.of(new ClientLog("a", lines), sound().getLast());
  }

  @Test
  void soundDiariesPass() {
    assertThat(ChatChecker.judge(BEGINS, sound())).isEmpty();
  }

  @Test
  void aPlantedDropIsCaught() {
    assertThat(kinds(Misprint.drop(sound()))).containsExactlyInAnyOrder(Kind.GAP, Kind.LOST);
  }

  @Test
  void aPlantedDoubleIsCaught() {
    assertThat(kinds(Misprint.twice(sound()))).containsExactly(Kind.DOUBLED);
  }

  @Test
  void aPlantedSwapIsCaught() {
    assertThat(kinds(Misprint.swap(sound()))).containsExactlyInAnyOrder(Kind.GAP, Kind.DISORDER);
  }

  @Test
  void theLastMessageThatDidNotArriveIsCaught() {
    assertThat(kinds(but(lines -> lines.remove(new Received("r", 6, "a-2")))))
        .containsExactly(Kind.LOST);
  }

  @Test
  void theFirstMessageThatDidNotArriveIsCaught() {
    assertThat(kinds(but(lines -> lines.remove(new Received("r", 3, "a-1")))))
        .containsExactlyInAnyOrder(Kind.GAP, Kind.LOST);
  }

  @Test
  void whatStandsAtTwoNumbersIsCaughtAckedOrNot() {
    assertThat(kinds(but(lines -> lines.add(new Received("r", 7, "b-2")))))
        .containsExactly(Kind.SAID_TWICE);
    assertThat(
            kinds(
                but(
                    lines ->
                        lines.addAll(
                            List.of(
                                new Sent("r", "a-3"),
                                new Received("r", 7, "a-3"),
                                new Received("r", 8, "a-3"))))))
        .containsExactlyInAnyOrder(Kind.SAID_TWICE, Kind.NOT_ACKED);
  }

  @Test
  void membersThatHeardDifferentThingsAreCaught() {
    assertThat(
            kinds(
                but(
                    lines -> {
                      lines.set(
                          lines.indexOf(new Received("r", 5, "b-2")), new Received("r", 5, "a-2"));
                      lines.set(
                          lines.indexOf(new Received("r", 6, "a-2")), new Received("r", 6, "b-2"));
                    })))
        .contains(Kind.DISAGREE, Kind.WRONG_ACK);
  }

  @Test
  void anAckThatChangesItsNumberIsCaught() {
    assertThat(kinds(but(lines -> lines.add(new Acked("r", "a-1", 9)))))
        .containsExactly(Kind.WRONG_ACK);
  }

  @Test
  void whatNobodySaidIsCaught() {
    assertThat(kinds(but(lines -> lines.add(new Received("r", 7, "z-1")))))
        .containsExactly(Kind.INVENTED);
  }

  @Test
  void aRefusalIsCaughtUnlessItIsOnlyForNow() {
    assertThat(kinds(but(lines -> lines.add(new Refused("a-2", "conflict")))))
        .containsExactly(Kind.REFUSED);
    assertThat(kinds(but(lines -> lines.add(new Refused("a-2", "unavailable 503"))))).isEmpty();
    assertThat(kinds(but(lines -> lines.add(new Refused("a-2", "too_many 429"))))).isEmpty();
  }
}
