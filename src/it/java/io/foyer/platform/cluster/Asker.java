package io.foyer.platform.cluster;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Asks one address fifty times a second and counts the requests that got no answer. */
final class Asker implements AutoCloseable {
  /** A request that is lost never gets an answer; one that is only late is not lost. */
  static final Duration UNHURRIED = Duration.ofSeconds(10);

  private static final int EVERY_MS = 20;

  private final TestClusterMember member;
  private final long timer;
  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong answers = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final Set<String> answering = ConcurrentHashMap.newKeySet();

  Asker(TestClusterMember member, String address) {
    this.member = member;
    this.timer = member.vertx().setPeriodic(EVERY_MS, any -> ask(address));
  }

  private void ask(String address) {
    asked.incrementAndGet();
    member
        .request(address, UNHURRIED)
        .onSuccess(
            who -> {
              answers.incrementAndGet();
              answering.add(who);
            })
        .onFailure(failure -> failures.incrementAndGet());
  }

  long answers() {
    return answers.get();
  }

  /** True when every request was answered or failed. */
  boolean isIdle() {
    return answers.get() + failures.get() == asked.get();
  }

  /** Stops, waits for the last answers, and counts the requests that got none. */
  long lost() {
    stop();
    await().until(this::isIdle);
    return failures.get();
  }

  /** Who answered since the last call. */
  Set<String> answering() {
    Set<String> now = Set.copyOf(answering);
    answering.clear();
    return now;
  }

  private void stop() {
    member.vertx().cancelTimer(timer);
  }

  @Override
  public void close() {
    stop();
  }
}
