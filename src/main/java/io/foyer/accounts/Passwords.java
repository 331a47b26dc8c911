package io.foyer.accounts;

import at.favre.lib.crypto.bcrypt.BCrypt;
import at.favre.lib.crypto.bcrypt.BCrypt.Version;
import at.favre.lib.crypto.bcrypt.LongPasswordStrategies;
import com.password4j.Argon2Function;
import com.password4j.BadParametersException;
import com.password4j.types.Argon2;
import io.foyer.platform.Problem;
import io.foyer.platform.jobs.WorkerQueue;
import io.foyer.platform.jobs.WorkerQueue.Priority;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;

/**
 * Hashes passwords with Argon2id at a {@link HashCost} and also reads bcrypt. Works on two threads,
 * so that no event loop waits and the rest of the machine breathes, log-ins before registrations
 * ({@link WorkerQueue}); refuses with {@code Unavailable} where too many wait already.
 */
final class Passwords {
  private static final int THREADS = 2;
  private static final int MOST_WAITING = 100;
  private static final int HASH_BYTES = 32;
  private static final int SALT_BYTES = 16;

  private final HashCost cost;

  // Made at the start: the library registers a shutdown hook for each, which a drain may not.
  private final Argon2Function argon2;

  private final WorkerQueue queue;
  private final SecureRandom random = new SecureRandom();

  Passwords(Vertx vertx, MeterRegistry registry, HashCost cost) {
    this.cost = cost;
    this.argon2 =
        Argon2Function.getInstance(cost.memoryKib(), cost.passes(), 1, HASH_BYTES, Argon2.ID);
    this.queue =
        new WorkerQueue(
            vertx,
            vertx.createSharedWorkerExecutor("passwords", THREADS),
            THREADS,
            MOST_WAITING,
            "Too many log in just now.");
    Gauge.builder("foyer.passwords.waiting", queue, WorkerQueue::size)
        .description("Passwords being hashed or waiting for it")
        .register(registry);
  }

  /** What to keep of a password. */
  Future<String> hash(String password) {
    return work(() -> argon2(password));
  }

  /** The same for a registration, which waits for all log-ins. */
  Future<String> hashForRegistration(String password) {
    return queue.submit(Priority.BACKGROUND, () -> argon2(password));
  }

  /** Whether it is the password; takes an honest while whatever the hash is. */
  Future<Boolean> matches(String password, String hash) {
    return work(
        () -> isBcrypt(hash) ? bcryptMatches(password, hash) : argonMatches(password, hash));
  }

  /** Takes as long as {@link #matches}, for an unknown login, to prevent enumeration by timing. */
  Future<Boolean> matchesNobody(String password) {
    return hash(password).map(false);
  }

  /** Whether a new hash should replace it at the next occasion. */
  boolean outdated(String hash) {
    return !hash.startsWith(cost.prefix());
  }

  private <T> Future<T> work(Callable<T> task) {
    return queue.submit(Priority.URGENT, task);
  }

  private String argon2(String password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return argon2.hash(bytes(password), salt).getResult();
  }

  private static boolean argonMatches(String password, String hash) {
    try {
      return Argon2Function.getInstanceFromHash(hash)
          .check(bytes(password), hash.getBytes(StandardCharsets.UTF_8));
    } catch (BadParametersException e) {
      return false; // not a hash: no password matches
    } catch (IllegalStateException | RejectedExecutionException e) {
      // A hash of another cost, first met while the process stops.
      throw new Problem.Unavailable("This node is stopping.", Duration.ofSeconds(2)).asException();
    }
  }

  /** The same letters typed on another keyboard may come composed or not. */
  private static byte[] bytes(String password) {
    return Normalizer.normalize(password, Form.NFC).getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isBcrypt(String hash) {
    return hash.startsWith("$2");
  }

  /** Only the first 72 bytes, as those who made these hashes did. */
  private static boolean bcryptMatches(String password, String hash) {
    return BCrypt.verifyer(Version.VERSION_2A, LongPasswordStrategies.truncate(Version.VERSION_2A))
        .verify(password.getBytes(StandardCharsets.UTF_8), hash.getBytes(StandardCharsets.US_ASCII))
        .verified;
  }
}
