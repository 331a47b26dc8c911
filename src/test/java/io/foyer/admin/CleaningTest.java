package io.foyer.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class CleaningTest {
  private final List<String> done = new ArrayList<>();

  private Supplier<Future<Integer>> cleaner(String name, Integer... batches) {
    Deque<Integer> left = new ArrayDeque<>(List.of(batches));
    return () -> {
      done.add(name);
      return Future.succeededFuture(left.isEmpty() ? 0 : left.removeFirst());
    };
  }

  @Test
  void eachIsCalledUntilNothingIsLeftForIt() {
    Cleaning cleaning = new Cleaning(List.of(cleaner("a", 5_000, 5_000, 17), cleaner("b")));

    assertThat(cleaning.begin().succeeded()).isTrue();

    assertThat(done).containsExactly("a", "a", "a", "a", "b");
  }

  @Test
  void oneThatFailsDoesNotKeepOthersFromTheirWork() {
    Supplier<Future<Integer>> broken = () -> Future.failedFuture("the table is locked");
    Cleaning cleaning = new Cleaning(List.of(broken, cleaner("b", 3)));

    assertThat(cleaning.begin().succeeded()).isTrue();

    assertThat(done).containsExactly("b", "b");
  }

  @Test
  void roundsDoNotOverlapAndADrainWaitsForNoMoreThanTheBatchUnderWay() {
    Promise<Integer> slow = Promise.promise();
    Cleaning cleaning =
        new Cleaning(
            List.of(
                () -> {
                  done.add("slow");
                  return slow.future();
                },
                cleaner("b", 3)));
    Future<Void> round = cleaning.begin();
    Future<Void> second = cleaning.begin();
    Future<Void> drained = cleaning.drain();
    assertThat(drained.isComplete()).isFalse();

    slow.complete(5_000);

    assertThat(round.succeeded() && second.succeeded() && drained.succeeded()).isTrue();
    assertThat(done).containsExactly("slow");
  }
}
