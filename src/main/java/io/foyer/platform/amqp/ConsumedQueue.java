package io.foyer.platform.amqp;

import java.util.List;

/**
 * A queue that a feature consumes.
 *
 * @param name its name
 * @param declare whether Foyer declares it and its dead-letter queue; false where the operator owns
 *     them
 * @param deadLetterQueue queue for messages that can never be read; empty means {@code name} with
 *     {@code .dead} behind it
 * @param prefetch most unacknowledged messages at a time
 */
public record ConsumedQueue(String name, boolean declare, String deadLetterQueue, int prefetch) {
  /** The dead-letter queue by its real name. */
  String deadLetters() {
    return deadLetterQueue.isEmpty() ? name + ".dead" : deadLetterQueue;
  }

  /** The queues to declare. */
  List<String> declared() {
    return declare ? List.of(name, deadLetters()) : List.of();
  }
}
