package io.foyer.chat.hub;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Presence over several nodes, each speaking for its own people. */
final class PeopleTest {
  private static final Set<String> ANN = Set.of("ann");

  private final People here = new People();

  @Test
  void theBestOfAllConnectionsOnAllNodesCounts() {
    here.arrive("ann");
    here.away("ann", true);
    here.all("other", 7, Map.of("ann", Presence.ONLINE), 0);
    here.turn(0);
    assertThat(here.among(ANN)).containsEntry("ann", Presence.ONLINE);
    here.changed("other", 8, Map.of("ann", Presence.OFFLINE), 0);
    here.turn(0);
    assertThat(here.among(ANN)).containsEntry("ann", Presence.AWAY);
  }

  @Test
  void thePeopleOfASilentNodeGoOffline() {
    here.all("other", 1, Map.of("ann", Presence.ONLINE), 0);
    here.turn(5_000_000_000L);
    assertThat(here.among(ANN)).hasSize(1);
    here.turn(5_000_000_001L);
    assertThat(here.among(ANN)).isEmpty();
    assertThat(here.beat("other", 1, 6_000_000_000L)).as("is asked again").isTrue();
  }

  @Test
  void aChangeThatWasMissedIsAskedFor() {
    here.all("other", 1, Map.of(), 0);
    assertThat(here.changed("other", 2, Map.of(), 0)).isFalse();
    assertThat(here.changed("other", 4, Map.of(), 0)).isTrue();
    assertThat(here.beat("other", 2, 0)).isFalse();
    assertThat(here.beat("other", 4, 0)).isTrue();
    assertThat(here.beat("stranger", 0, 0)).isTrue();
  }

  @Test
  void whatChangedBackIsNotTold() {
    here.arrive("ann");
    assertThat(here.turn(0).changes()).containsExactly(Map.entry("ann", Presence.ONLINE));
    here.depart("ann", false);
    here.arrive("ann");
    assertThat(here.turn(0)).isEqualTo(new People.Turn(1, Map.of(), List.of()));
  }
}
