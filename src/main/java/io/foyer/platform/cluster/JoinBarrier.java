package io.foyer.platform.cluster;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Barrier that waits until every other member has acknowledged this node's last announcement.
 * Without it a node would be up before the others list it (see RATIONALE.md).
 */
final class JoinBarrier {
  private final MemberEventLoop loop;
  private final Set<String> acknowledged = new HashSet<>();
  private final Set<String> awaited = new HashSet<>();
  private Promise<Void> done = Promise.promise();

  JoinBarrier(MemberEventLoop loop) {
    this.loop = loop;
  }

  /** Forgets all acknowledgements. Call it before publishing what shall be acknowledged. */
  void reset() {
    acknowledged.clear();
    awaited.clear();
    done = Promise.promise();
  }

  /** Completes when all nodes have acknowledged since the last reset, or after {@code most}. */
  Future<Void> await(Set<String> nodes, Duration most) {
    Promise<Void> current = done;
    awaited.addAll(nodes);
    awaited.removeAll(acknowledged);
    loop.after(most, current::tryComplete);
    check();
    return current.future();
  }

  void acknowledge(String node) {
    acknowledged.add(node);
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
