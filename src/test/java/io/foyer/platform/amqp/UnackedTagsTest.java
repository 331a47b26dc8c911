package io.foyer.platform.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.amqp.UnackedTags.Ack;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class UnackedTagsTest {
  private final UnackedTags unackedTags = new UnackedTags();

  @Test
  void whatIsDoneInARowIsAcknowledgedAtOnce() {
    deliver(4);
    List.of(3L, 1L, 2L).forEach(unackedTags::done);

    assertThat(unackedTags.take()).containsExactly(new Ack(3, true));
  }

  @Test
  void aSlowDeliveryDoesNotHoldUpLaterOnes() {
    deliver(4);
    List.of(2L, 4L).forEach(unackedTags::done);

    assertThat(unackedTags.take()).containsExactly(new Ack(2, false), new Ack(4, false));
  }

  @Test
  void nothingIsAcknowledgedTwice() {
    deliver(1);
    unackedTags.done(1);
    unackedTags.take();
    unackedTags.done(1);

    assertThat(unackedTags.take()).isEmpty();
  }

  /** A model of the broker: whatever the order, it loses nothing and keeps nothing that is done. */
  @Property
  void theBrokerForgetsExactlyWhatIsDone(
      @ForAll @Size(max = 200) List<@IntRange(min = -1, max = 40) Integer> steps) {
    UnackedTags tags = new UnackedTags();
    TreeSet<Long> outstanding = new TreeSet<>();
    TreeSet<Long> notDone = new TreeSet<>();
    long last = 0;
    for (int step : steps) {
      if (step < 0) {
        tags.take().forEach(ack -> forget(outstanding, ack));
        assertThat(outstanding).isEqualTo(notDone);
      } else if (step > 20 || notDone.isEmpty()) {
        tags.add(++last);
        outstanding.add(last);
        notDone.add(last);
      } else {
        long tag = notDone.stream().skip(step % notDone.size()).findFirst().orElseThrow();
        tags.done(tag);
        notDone.remove(tag);
      }
    }
  }

  private static void forget(NavigableSet<Long> outstanding, Ack ack) {
    // The broker closes the channel over a tag it does not know.
    assertThat(outstanding).contains(ack.tag());
    if (ack.upTo()) {
      outstanding.headSet(ack.tag(), true).clear();
    } else {
      outstanding.remove(ack.tag());
    }
  }

  private void deliver(int count) {
    for (long tag = 1; tag <= count; tag++) {
      unackedTags.add(tag);
    }
  }
}
