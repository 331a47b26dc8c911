package io.foyer.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class IdsTest {
  private static final int MILLION = 1_000_000;

  @Test
  void isTheTimeAndATailAsTwentyFourHexDigits() {
    Ids ids = new Ids(() -> Instant.ofEpochMilli(0x0123_4567_89abL));

    assertThat(ids.next()).matches("0123456789ab[0-9a-f]{12}");
  }

  @Test
  void aMillionOfOneMillisecondAreUniqueAndSorted() {
    Ids ids = new Ids(() -> Instant.ofEpochMilli(1_700_000_000_000L));

    assertRising(IntStream.range(0, MILLION).mapToObj(i -> ids.next()).toList());
  }

  @Test
  void aMillionByTheRealClockAreUniqueAndSorted() {
    Ids ids = new Ids();

    assertRising(IntStream.range(0, MILLION).mapToObj(i -> ids.next()).toList());
  }

  @Test
  void risesWhileTheClockJumpsBackAndForth() {
    // Given a clock that wanders an hour either way at every look
    Random random = new Random(42);
    Ids ids =
        new Ids(() -> Instant.ofEpochMilli(1_700_000_000_000L + random.nextInt(-3_600, 3_600)));

    assertRising(IntStream.range(0, 100_000).mapToObj(i -> ids.next()).toList());
  }

  @Test
  void carriesIntoTheNextMillisecondWhenTheTailIsUsedUp() {
    // Given a clock that stands still for more ids than one tail can hold
    Ids ids = new Ids(() -> Instant.ofEpochMilli(1_700_000_000_000L));

    List<String> all = IntStream.range(0, 300_000).mapToObj(i -> ids.next()).toList();

    assertRising(all);
    assertThat(all.getLast().substring(0, 12)).isGreaterThan(all.getFirst().substring(0, 12));
  }

  @Test
  void threadsNeverShareAnIdAndEachSeesItsOwnRise() throws Exception {
    Ids ids = new Ids();
    Callable<List<String>> work =
        () -> IntStream.range(0, 50_000).mapToObj(i -> ids.next()).toList();
    Set<String> all = new HashSet<>();

    try (var threads = Executors.newFixedThreadPool(8)) {
      for (var result : threads.invokeAll(Collections.nCopies(8, work))) {
        List<String> own = result.get();
        assertRising(own);
        all.addAll(own);
      }
    }

    assertThat(all).hasSize(8 * 50_000);
  }

  @Test
  void twoProcessesInTheSameMillisecondsDoNotMeet() {
    // Given two nodes whose clocks agree to the millisecond
    List<String> both = new ArrayList<>();
    AtomicLong time = new AtomicLong(1_700_000_000_000L);
    Ids one = new Ids(() -> Instant.ofEpochMilli(time.get()));
    Ids other = new Ids(() -> Instant.ofEpochMilli(time.get()));

    for (int i = 0; i < 100_000; i++) {
      time.incrementAndGet();
      both.add(one.next());
      both.add(other.next());
    }

    assertThat(new HashSet<>(both)).hasSameSizeAs(both);
  }

  @Test
  void secretsAreLongSafeInAddressesAndNeverTheSame() {
    Ids ids = new Ids();

    List<String> secrets = IntStream.range(0, 100_000).mapToObj(i -> ids.secret()).toList();

    assertThat(secrets).allMatch(secret -> secret.matches("[a-z2-7]{26}"));
    assertThat(new HashSet<>(secrets)).hasSameSizeAs(secrets);
    assertThat(secrets.stream().flatMapToInt(String::chars).distinct().count()).isEqualTo(32);
  }

  private static void assertRising(List<String> ids) {
    String last = "";
    for (String id : ids) {
      if (id.compareTo(last) <= 0) {
        assertThat(id).as("follows %s", last).isGreaterThan(last);
      }
      last = id;
    }
  }
}
