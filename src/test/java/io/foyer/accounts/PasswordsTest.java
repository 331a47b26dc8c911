package io.foyer.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords: what opens, what does not, and what happens to hashes of old systems. */
@TestInstance(Lifecycle.PER_CLASS)
class PasswordsTest {
  private static final String SALT = "abcdefghijklmnopqrstuu";

  private final Vertx vertx = Vertx.vertx();
  private final Passwords passwords =
      new Passwords(vertx, new SimpleMeterRegistry(), HashCost.STANDARD);

  @AfterAll
  void close() {
    vertx.close().await();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "correct horse",
        "pass\u0000word",
        " leading",
        "trailing ",
        "пароль!",
        "🔑🔑🔑🔑🔑🔑🔑🔑"
      })
  void onlyThePasswordItselfOpens(String password) {
    String hash = passwords.hash(password).await();

    assertThat(hash).startsWith("$argon2id$v=19$m=19456,t=2,p=1$");
    assertThat(passwords.outdated(hash)).isFalse();
    assertThat(passwords.matches(password, hash).await()).isTrue();
    for (String other :
        List.of(
            password + " ",
            password + "\u0000",
            password.strip() + "x",
            password.substring(0, 4),
            "")) {
      assertThat(passwords.matches(other, hash).await()).isFalse();
    }
  }

  @Test
  void theSamePasswordHasAnotherHashEachTime() {
    assertThat(passwords.hash("correct horse").await())
        .isNotEqualTo(passwords.hash("correct horse").await());
  }

  // 12
  @Test
  void passwordsThatAgreeInTheirFirst72BytesAreTwo() {
    String hash = passwords.hash("a".repeat(72) + "one").await();

    assertThat(passwords.matches("a".repeat(72) + "one", hash).await()).isTrue();
    assertThat(passwords.matches("a".repeat(72) + "two", hash).await()).isFalse();
  }

  @Test
  void aLetterMayComeComposedOrNot() {
    assertThat(
            passwords.matches("cafe\u0301 noir", passwords.hash("caf\u00e9 noir").await()).await())
        .isTrue();
  }

  /** Made by libxcrypt, as passlib makes them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "$2a$04$" + SALT + "jydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
        "$2b$04$" + SALT + "jydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
        "$2y$04$" + SALT + "jydOTSfIH/d5oUHpsygqV5X9xJLQc6e"
      })
  void hashesOfOldSystemsAreReadAndReplaced(String hash) {
    assertThat(passwords.matches("correct horse", hash).await()).isTrue();
    assertThat(passwords.matches("correct horsf", hash).await()).isFalse();
    assertThat(passwords.outdated(hash)).isTrue();
  }

  @Test
  void oldHashesCoverUtf8AndTheFirst72Bytes() {
    assertThat(
            passwords
                .matches("pässwörd", "$2b$04$" + SALT + "yx2n0Zzopyr9QuYTMCfOJJOj526QVoC")
                .await())
        .isTrue();
    String eighty = "$2b$04$" + SALT + "m2G75IXDN/xsgbNa/hCiPSKyIHQd70S";
    assertThat(passwords.matches("0123456789".repeat(8), eighty).await()).isTrue();
    assertThat(passwords.matches("0123456789".repeat(7) + "01", eighty).await()).isTrue();
    assertThat(passwords.matches("0123456789".repeat(7) + "02", eighty).await()).isFalse();
    assertThat(passwords.matches("0123456789".repeat(7) + "0", eighty).await()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "$2b$",
        "$2b$99$abc",
        "$argon2id$",
        "$argon2id$v=19$m=19456,t=2,p=1$$",
        "plain text"
      })
  void whatIsNoHashOpensNothing(String hash) {
    assertThat(passwords.matches("plain text", hash).await()).isFalse();
  }

  @Test
  void whereTooManyWaitTheRestIsToldToComeBack() {
    Passwords quick = new Passwords(vertx, new SimpleMeterRegistry(), new HashCost(64, 1));
    CountDownLatch free = new CountDownLatch(1);
    WorkerExecutor threads = vertx.createSharedWorkerExecutor("passwords", 2);
    IntStream.range(0, 2)
        .forEach(i -> threads.executeBlocking(() -> free.await(1, TimeUnit.MINUTES), false));
    List<Future<Boolean>> crowd =
        IntStream.range(0, 102).mapToObj(i -> quick.matchesNobody("x")).toList();

    assertThatThrownBy(() -> quick.matchesNobody("x").await())
        .isInstanceOfSatisfying(
            ProblemException.class,
            it -> assertThat(it.problem()).isInstanceOf(Problem.Unavailable.class));
    free.countDown();
    Future.all(crowd).await();
    assertThat(crowd).allSatisfy(each -> assertThat(each.result()).isFalse());
    assertThat(quick.matchesNobody("x").await()).isFalse();
  }
}
