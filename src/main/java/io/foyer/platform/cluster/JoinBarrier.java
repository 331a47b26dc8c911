package io.foyer.platform.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * A roll-call: waits until every other node has said that it saw what this one did. Without it a
 * node would be up before the others list it (see RATIONALE.md).
 */
final class JoinBarrier {
  private final MemberEventLoop loop;
  private final Set<String> acknowledge = new HashSet<>();
  private final Set<String> awaited = new HashSet<>();
  private Promise<Void> done = Promise.promise();

  JoinBarrier(MemberEventLoop loop) {
    this.loop = loop;
  }

  /** Forgets who answered: to be called before what they shall see is said. */
  void reset() {
    acknowledge.clear();
    awaited.clear();
    done = Promise.promise();
  }

  /** Completes when all have answered since the beginning, or after {@code most}. */
  Future<Void> await(Set<String> nodes, Duration most) {
    Promise<Void> mine = done;
    awaited.addAll(nodes);
    awaited.removeAll(acknowledge);
    loop.after(most, mine::tryComplete);
    check();
    return mine.future();
  }

  void acknowledge(String node) {
    acknowledge.add(node);
    if (awaited.remove(node)) {
      check();
    }
  }

  private void check() {
    if (awaited.isEmpty()) {
      done.tryComplete();
    }
  }
}
