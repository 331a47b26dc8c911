package io.foyer.accounts;

import io.foyer.accounts.JwtSecretStore.Look;
import io.foyer.platform.db.Database;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices nodes that sign access tokens with a secret which this node does not know: there a log-in
 * of theirs counts for nothing. Each tells the others by a mark that its secret makes and that
 * leads to no secret.
 */
final class SecretWatch {
  private static final Logger log = LoggerFactory.getLogger(SecretWatch.class);

  /** How often to look. */
  static final Duration EVERY = Duration.ofSeconds(20);

  private final JwtSecretStore store = new JwtSecretStore();
  private final Database database;
  private final List<String> known;
  private Optional<OffsetDateTime> since = Optional.empty();
  private volatile boolean agrees = true;

  /**
   * A watch that has not looked.
   *
   * @param known marks of the secrets this node takes; the first is what it signs with
   */
  SecretWatch(Database database, List<String> known) {
    this.database = database;
    this.known = List.copyOf(known);
  }

  /** Whether all nodes that were seen sign with a secret that this one takes. */
  boolean agrees() {
    return agrees;
  }

  /** Shows the own mark and looks for others; one look at a time. */
  Future<Void> look() {
    return store.look(database, known, since).onSuccess(this::seen).mapEmpty();
  }

  private void seen(Look look) {
    since = since.or(() -> Optional.of(look.asOf()));
    boolean strange = look.strange();
    if (strange && agrees) {
      log.atWarn()
          .log("another node signs with a JWT_SECRET that is unknown here: log-ins are not shared");
    } else if (!strange && !agrees) {
      log.atInfo().log("all nodes sign with a JWT_SECRET that is known here");
    }
    agrees = !strange;
  }
}
