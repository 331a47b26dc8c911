package io.foyer.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a signal does to the command of this process. It interrupts the command. One that runs until
 * it is stopped then drains and ends with exit code 0; any other was not done, and ends with 128 +
 * the signal's number.
 */
public final class Shutdown {
  /** What an interrupted command gets to stop the embedded database, which may checkpoint first. */
  private static final Duration INTERRUPT = Duration.ofSeconds(25);

  private final InterruptibleWork work = new InterruptibleWork();
  private final AtomicInteger exitCode = new AtomicInteger();

  /** What an ordered stop does; absent for a command that ends by itself. */
  private volatile Optional<Runnable> drain = Optional.empty();

  private volatile boolean begun;

  /** Makes signals to this process stop its command. */
  public Shutdown install() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stopAndHalt, "drain"));
    return this;
  }

  private void stopAndHalt() {
    try {
      stop();
    } finally {
      // Without halt() the JVM would end with 128 + the signal's number.
      drain.ifPresent(it -> Runtime.getRuntime().halt(exitCode.get()));
    }
  }

  /** Stops the command as a signal does, and returns when it has drained. */
  void stop() {
    begun = true;
    work.interrupt(INTERRUPT);
    drain.ifPresent(Runnable::run);
  }

  boolean begun() {
    return begun;
  }

  /** Makes the command one that runs until it is stopped. */
  void drainBy(Runnable ordered) {
    drain = Optional.of(ordered);
  }

  /** Runs {@code command} to its end and returns its exit code. */
  int run(Callable<Integer> command) {
    return work.run(command);
  }

  /** Waits until the process ends. */
  static int awaitSignal() {
    try {
      new CountDownLatch(1).await(); // the shutdown hook ends the process
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  /** Ends the process with {@code code}, after what runs has drained; a signal was first with 0. */
  public void exit(int code) {
    if (!begun) {
      exitCode.set(code);
    }
    System.exit(code);
  }
}
