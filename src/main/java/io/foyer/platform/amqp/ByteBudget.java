package io.foyer.platform.amqp;

/**
 * Budget of bytes: {@link #acquire} waits while they do not fit. Thread-safe.
 *
 * <p>One thread acquires, so an amount that is larger than the whole budget gets it when nothing
 * else is acquired.
 */
final class ByteBudget {
  private final long most;
  private long acquired;
  private boolean closed;

  ByteBudget(long most) {
    this.most = most;
  }

  /** Acquires bytes, blocking until they fit or the budget is closed. */
  synchronized void acquire(long bytes) throws InterruptedException {
    while (!closed && acquired > 0 && acquired + bytes > most) {
      wait();
    }
    acquired += bytes;
  }

  /** Gives acquired bytes back. */
  synchronized void release(long bytes) {
    acquired -= bytes;
    notifyAll();
  }

  /** From now on nothing waits. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }
}
