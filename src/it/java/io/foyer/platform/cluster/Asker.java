package io.foyer.platform.cluster;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** Asks one address fifty times a second and remembers when it got no answer. */
final class Asker implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMillis(400);
  private static final int EVERY_MS = 20;

  private final Member member;
  private final Duration patience;
  private final long timer;
  private final AtomicLong asked = new AtomicLong();
  private final AtomicLong answers = new AtomicLong();
  private final List<Long> failures = new CopyOnWriteArrayList<>();
  private final Set<String> answering = ConcurrentHashMap.newKeySet();

  Asker(Member member, String address) {
    this(member, address, PATIENCE);
  }

  /** One that waits so long for each answer. */
  Asker(Member member, String address, Duration patience) {
    this.member = member;
    this.patience = patience;
    this.timer = member.vertx().setPeriodic(EVERY_MS, any -> ask(address));
  }

  private void ask(String address) {
    long now = System.nanoTime();
    asked.incrementAndGet();
    member
        .request(address, patience)
        .onSuccess(
            who -> {
              answers.incrementAndGet();
              answering.add(who);
            })
        .onFailure(failure -> failures.add(now));
  }

  long answers() {
    return answers.get();
  }

  int failures() {
    return failures.size();
  }

  /** Whether each request has got its answer or has failed. */
  boolean idle() {
    return asked.get() == answers.get() + failures.size();
  }

  /** Who answered since the last call. */
  Set<String> answering() {
    Set<String> now = Set.copyOf(answering);
    answering.clear();
    return now;
  }

  /** How long after {@code start} (nano time) the last request was asked that got no answer. */
  Duration failedFor(long start) {
    Optional<Long> last = failures.stream().max(Long::compare);
    return last.map(when -> Duration.ofNanos(when - start)).orElse(Duration.ZERO);
  }

  /** Asks no more; what was asked may still be answered. */
  void stop() {
    member.vertx().cancelTimer(timer);
  }

  @Override
  public void close() {
    stop();
  }
}
