package io.foyer.accounts;

import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import java.util.Set;

/**
 * Revokes sessions in the caller's transaction. After the commit the caller must call {@link
 * #committed}, which publishes the revocation: this node applies it at once, the others soon.
 */
final class SessionRevoker {
  private final SessionStore store;
  private final Revocations revocations;
  private final WakeupNotifier wakeupNotifier;

  SessionRevoker(SessionStore store, Revocations revocations, WakeupNotifier wakeupNotifier) {
    this.store = store;
    this.revocations = revocations;
    this.wakeupNotifier = wakeupNotifier;
  }

  /** Ends all sessions of an account. */
  Future<Set<String>> all(Tx tx, String account, String reason) {
    return store.endOthers(tx, account, "", reason);
  }

  /** Ends all sessions of an account but one. */
  Future<Set<String>> others(Tx tx, String account, String keep, String reason) {
    return store.endOthers(tx, account, keep, reason);
  }

  /** It has committed. */
  void committed(Set<String> ended) {
    if (!ended.isEmpty()) {
      revocations.note(ended);
      wakeupNotifier.wake(Revocations.TOPIC);
    }
  }
}
