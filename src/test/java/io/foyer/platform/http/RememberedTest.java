package io.foyer.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** What is kept of answers, and for how long. */
class RememberedTest {
  private static final Instant START = Instant.parse("2026-11-21T10:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final List<String> asked = new ArrayList<>();

  private Memory memory(Function<String, Future<String>> source) {
    return new Memory(
        new AsyncCache<>(
            now::get, 3, answer -> Duration.ofSeconds(answer.startsWith("no") ? 5 : 10)),
        key -> {
          asked.add(key);
          return source.apply(key);
        });
  }

  private record Memory(AsyncCache<String, String> kept, Function<String, Future<String>> source) {
    Future<String> of(String key) {
      return kept.of(key, source);
    }

    int size() {
      return kept.size();
    }
  }

  @Test
  void anAnswerIsKeptAsLongAsItsKindIs() {
    Memory memory = memory(Future::succeededFuture);
    memory.of("yes").await();
    memory.of("no").await();

    now.set(START.plusSeconds(4));
    memory.of("yes").await();
    memory.of("no").await();
    assertThat(asked).containsExactly("yes", "no");

    now.set(START.plusSeconds(5));
    memory.of("yes").await();
    memory.of("no").await();
    assertThat(asked).containsExactly("yes", "no", "no");

    now.set(START.plusSeconds(10));
    memory.of("yes").await();
    assertThat(asked).containsExactly("yes", "no", "no", "yes");
  }

  @Test
  void aClockThatIsPutBackKeepsNothing() {
    Memory memory = memory(Future::succeededFuture);
    memory.of("yes").await();

    now.set(START.minusSeconds(1));
    memory.of("yes").await();

    assertThat(asked).hasSize(2);
  }

  @Test
  void whoAsksMeanwhileSharesTheQuestionHoweverLongItTakes() {
    Promise<String> answer = Promise.promise();
    Memory memory = memory(key -> answer.future());

    Future<String> first = memory.of("yes");
    now.set(START.plusSeconds(60));
    Future<String> second = memory.of("yes");
    answer.complete("it is");

    assertThat(first.await()).isEqualTo(second.await()).isEqualTo("it is");
    assertThat(asked).hasSize(1);
  }

  @Test
  void aFailureReachesAllWhoWaitAndIsNotKept() {
    Promise<String> answer = Promise.promise();
    Memory memory = memory(key -> answer.future());
    Future<String> first = memory.of("yes");
    Future<String> second = memory.of("yes");
    answer.fail("away");

    assertThatThrownBy(first::await).hasMessage("away");
    assertThatThrownBy(second::await).hasMessage("away");
    assertThat(memory.of("yes").failed()).isTrue();
    assertThat(asked).hasSize(2);
  }

  @Test
  void theLongestUnusedIsForgotten() {
    Memory memory = memory(Future::succeededFuture);
    List.of("a", "b", "c", "a", "d", "a").forEach(key -> memory.of(key).await());
    assertThat(asked).containsExactly("a", "b", "c", "d");

    memory.of("b").await();

    assertThat(asked).containsExactly("a", "b", "c", "d", "b");
    assertThat(memory.size()).isEqualTo(3);
  }

  @Test
  void everybodyIsAnsweredOnTheirOwnEventLoop() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      Promise<String> answer = Promise.promise();
      Memory memory = memory(key -> answer.future());
      Context one = vertx.getOrCreateContext();
      Context other = vertx.getOrCreateContext();
      CompletableFuture<Boolean> first = answeredAtHome(one, memory);
      CompletableFuture<Boolean> second = answeredAtHome(other, memory);
      other.runOnContext(asked -> answer.complete("it is"));

      assertThat(first.get(5, TimeUnit.SECONDS)).isTrue();
      assertThat(second.get(5, TimeUnit.SECONDS)).isTrue();
    } finally {
      vertx.close().await();
    }
  }

  private static CompletableFuture<Boolean> answeredAtHome(Context home, Memory memory) {
    CompletableFuture<Boolean> told = new CompletableFuture<>();
    home.runOnContext(
        start ->
            memory
                .of("yes")
                .onSuccess(answer -> told.complete(Vertx.currentContext().equals(home)))
                .onFailure(told::completeExceptionally));
    return told;
  }
}
