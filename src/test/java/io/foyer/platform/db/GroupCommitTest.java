package io.foyer.platform.db;

import static io.foyer.testing.Futures.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.platform.Problem;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.pgclient.PgException;
import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeTry;

/** What a group commit promises, over a database that is played here. */
class GroupCommitTest {
  private static final String DATA = "22000";
  private static final String CONTENTION = "40001";
  private static final String AWAY = "57P01";

  /** An item of a key; bad ones are refused by the database. */
  private record Item(int number, int key, boolean bad) {}

  private final Deque<Transaction> open = new ArrayDeque<>();
  private final List<Item> committed = new ArrayList<>();
  private GroupCommit<Item, Integer> commits = fresh();

  private GroupCommit<Item, Integer> fresh() {
    return new GroupCommit<>(this::begin, GroupCommitTest::keys, 2);
  }

  private static List<String> keys(Item item) {
    return List.of("key" + item.key());
  }

  /** One instance serves all tries of a property. */
  @BeforeTry
  void forget() {
    open.clear();
    committed.clear();
    commits = fresh();
  }

  private record Transaction(List<Item> items, Promise<List<Integer>> promise) {}

  private Future<List<Integer>> begin(List<Item> items) {
    Promise<List<Integer>> promise = Promise.promise();
    open.add(new Transaction(items, promise));
    return promise.future();
  }

  private static PgException failure(String state) {
    return new PgException("played", "ERROR", state, "");
  }

  /** Ends the oldest transaction as a database would. */
  private void end() {
    Transaction oldest = open.remove();
    if (oldest.items().stream().anyMatch(Item::bad)) {
      oldest.promise().fail(failure(DATA));
    } else {
      committed.addAll(oldest.items());
      oldest.promise().complete(oldest.items().stream().map(Item::number).toList());
    }
  }

  @Property(tries = 300)
  void everyItemIsCommittedOnceInTheOrderOfItsKeyAndBadOnesFailAlone(
      @ForAll @Size(max = 400) List<@IntRange(min = 0, max = 39) Integer> keys,
      @ForAll @Size(max = 400) List<@IntRange(min = 0, max = 9) Integer> rhythm,
      @ForAll boolean folding) {
    if (folding) {
      commits = GroupCommit.folding(this::begin, GroupCommitTest::keys);
    }
    List<Item> items =
        IntStream.range(0, keys.size())
            .mapToObj(i -> new Item(i, keys.get(i), i % 13 == 12))
            .toList();
    List<Future<Integer>> results = new ArrayList<>();
    for (Item item : items) {
      results.add(commits.submit(item));
      // Now and then the database is quicker than the next arrival.
      int pace = rhythm.isEmpty() ? 0 : rhythm.get(item.number() % rhythm.size());
      for (int i = 7; i < pace && !open.isEmpty(); i++) {
        noKeyTwice(folding);
        end();
      }
    }
    while (!open.isEmpty()) {
      noKeyTwice(folding);
      end();
    }

    for (Item item : items) {
      Future<Integer> result = results.get(item.number());
      assertThat(result.isComplete()).isTrue();
      assertThat(result.succeeded()).isEqualTo(!item.bad());
      assertThat(item.bad() || result.result() == item.number()).isTrue();
    }
    assertThat(committed).containsExactlyInAnyOrderElementsOf(good(items));
    Map<Integer, Integer> last = new HashMap<>();
    for (Item item : committed) {
      assertThat(last.getOrDefault(item.key(), -1)).isLessThan(item.number());
      last.put(item.key(), item.number());
    }
  }

  private static List<Item> good(List<Item> items) {
    return items.stream().filter(item -> !item.bad()).toList();
  }

  /** Of transactions under way; where items of a key are folded, within each as well. */
  private void noKeyTwice(boolean folding) {
    List<Integer> keys =
        open.stream()
            .flatMap(
                group -> {
                  var ofGroup = group.items().stream().map(Item::key);
                  return folding ? ofGroup.distinct() : ofGroup;
                })
            .toList();
    Set<Integer> distinct = new HashSet<>(keys);
    assertThat(distinct).hasSameSizeAs(keys);
  }

  @Example
  void aHotKeyCostsOneTransactionForEachFullGroupAndFewLooksAtEachItem() {
    int items = 3_000;
    AtomicInteger looks = new AtomicInteger();
    commits = GroupCommit.folding(this::begin, item -> counted(keys(item), looks));
    List<Future<Integer>> results =
        IntStream.range(0, items).mapToObj(i -> commits.submit(new Item(i, 7, false))).toList();
    int transactions = 0;
    while (!open.isEmpty()) {
      assertThat(open).hasSize(1);
      transactions++;
      end();
    }

    assertThat(results).allMatch(Future::succeeded);
    assertThat(committed).extracting(Item::number).isSorted().hasSize(items);
    assertThat(transactions).as("the first item and full groups").isLessThanOrEqualTo(13);
    assertThat(looks).as("looks at keys").hasValueLessThanOrEqualTo(items * 20);
  }

  /** The same keys; each look at them is counted. */
  private static List<String> counted(List<String> keys, AtomicInteger looks) {
    return new AbstractList<>() {
      @Override
      public String get(int index) {
        looks.incrementAndGet();
        return keys.get(index);
      }

      @Override
      public int size() {
        return keys.size();
      }
    };
  }

  @Example
  void contentionIsTriedAgainBeforeAnybodyHearsOfIt() {
    Future<Integer> result = commits.submit(new Item(1, 1, false));
    for (int i = 0; i < 3; i++) {
      open.remove().promise().fail(failure(CONTENTION));
      assertThat(result.isComplete()).isFalse();
    }
    end();

    assertThat(result.result()).isEqualTo(1);
  }

  @Example
  void contentionWithoutEndIsUnavailable() {
    Future<Integer> result = commits.submit(new Item(1, 1, false));
    while (!open.isEmpty()) {
      open.remove().promise().fail(failure(CONTENTION));
    }

    assertThat(problem(result)).isInstanceOf(Problem.Unavailable.class);
  }

  @Example
  void aDatabaseThatIsAwayIsUnavailableAndTheNextGroupGoesOn() {
    Future<Integer> first = commits.submit(new Item(1, 1, false));
    Future<Integer> second = commits.submit(new Item(2, 2, false));
    open.remove().promise().fail(failure(AWAY));
    end();

    assertThat(problem(first)).isInstanceOf(Problem.Unavailable.class);
    assertThat(second.result()).isEqualTo(2);
  }

  @Example
  void whatWaitsTooLongInLineIsRefusedAtOnce() {
    IntStream.range(0, 20_000).forEach(i -> commits.submit(new Item(i, i, false)));

    assertThat(problem(commits.submit(new Item(20_001, 20_001, false))))
        .isInstanceOf(Problem.Unavailable.class);
    assertThat(open).hasSizeLessThanOrEqualTo(2);
  }

  @Example
  void aSecondGroupGoesBesideTheFirstOnceItIsAsLarge() {
    commits.submit(new Item(0, 0, false));
    commits.submit(new Item(1, 1, false));
    commits.submit(new Item(2, 2, false));
    commits.submit(new Item(3, 3, false));

    assertThat(open).hasSize(2);
    end();
    assertThat(open).as("two wait beside a group of one").hasSize(2);
    commits.submit(new Item(4, 4, false));

    assertThat(open).as("one beside a group of two").hasSize(2);
  }

  @Example
  void anItemWaitsForTheGroupThatWritesItsRow() {
    commits.submit(new Item(0, 7, false));
    Future<Integer> second = commits.submit(new Item(1, 7, false));

    assertThat(open).hasSize(1);
    end();
    end();
    assertThat(second.result()).isEqualTo(1);
  }
}
