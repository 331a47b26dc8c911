package io.foyer.accounts;

import io.foyer.platform.Ids;
import io.foyer.platform.Problem;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.Outage;
import io.foyer.platform.db.Tx;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Synchronizes accounts from another system: created at the first log-in, updated when the other
 * system reports another name or role. They have no password here and a placeholder address;
 * disabling one here blocks its owner.
 */
public final class ExternalAccountSync {
  private static final Logger log = LoggerFactory.getLogger(ExternalAccountSync.class);
  private static final int LONGEST_SUBJECT = 255;
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_ABOUT = 1000;
  private static final int TRIES = 5;
  private static final String NAMELESS = "guest";

  private final SecureRandom random = new SecureRandom();
  private final ExternalAccountStore store = new ExternalAccountStore();
  private final Ids ids;
  private final Database database;
  private final SessionRevoker end;

  ExternalAccountSync(Ids ids, Database database, SessionRevoker end) {
    this.ids = ids;
    this.database = database;
    this.end = end;
  }

  /**
   * The account of a person.
   *
   * @return fails with {@code Denied} where the subject is none that can be kept, with {@code
   *     Unavailable} where the database is away
   */
  public Future<Account> of(String provider, ExternalUser given) {
    if (given.subject().length() > LONGEST_SUBJECT || !Folding.storable(given.subject())) {
      return Future.failedFuture(
          new Problem.Denied("This account cannot be known here.").asException());
    }
    ExternalUser externalUser =
        new ExternalUser(
            given.subject(),
            kept(given.name(), LONGEST_NAME),
            kept(given.about(), LONGEST_ABOUT),
            given.role());
    return Outage.toUnavailable(
        store
            .find(database, provider, externalUser.subject())
            .compose(
                found ->
                    found.filter(account -> same(account, externalUser)).isPresent()
                        ? Future.succeededFuture(found.get())
                        : follow(provider, externalUser)));
  }

  private static String kept(String text, int longest) {
    if (!Folding.storable(text)) {
      return "";
    }
    int most = Math.min(longest, text.codePointCount(0, text.length()));
    return text.substring(0, text.offsetByCodePoints(0, most));
  }

  private static boolean same(Account account, ExternalUser externalUser) {
    return account.role() == externalUser.role()
        && account.about().equals(externalUser.about())
        && (externalUser.name().isBlank() || account.name().equals(externalUser.name()));
  }

  private Future<Account> follow(String provider, ExternalUser externalUser) {
    return database
        .transaction(tx -> follow(tx, provider, externalUser))
        .onSuccess(end::committed)
        .compose(done -> store.find(database, provider, externalUser.subject()))
        .map(Optional::orElseThrow);
  }

  /**
   * One synchronization at a time for each user, across all nodes; returns the sessions that it
   * ended.
   */
  private Future<Set<String>> follow(Tx tx, String provider, ExternalUser externalUser) {
    return store
        .lock(tx, provider, externalUser.subject())
        .compose(locked -> store.find(tx, provider, externalUser.subject()))
        .compose(
            found ->
                found
                    .map(account -> change(tx, account, externalUser))
                    .orElseGet(
                        () ->
                            make(tx, provider, externalUser, near(externalUser), TRIES)
                                .map(done -> Set.of())));
  }

  /** After a change of role the account's sessions end, and its owner must log in again. */
  private Future<Set<String>> change(Tx tx, Account account, ExternalUser externalUser) {
    return store
        .change(tx, account.id(), name(account, externalUser), externalUser)
        .compose(
            done ->
                account.role() == externalUser.role()
                    ? Future.succeededFuture(Set.of())
                    : end.all(tx, account.id(), "administered"));
  }

  private static String name(Account account, ExternalUser externalUser) {
    return externalUser.name().isBlank() ? account.name() : externalUser.name();
  }

  private static String near(ExternalUser externalUser) {
    return Handle.near(externalUser.name()).map(Handle::text).orElse(NAMELESS);
  }

  private Future<Void> make(
      Tx tx, String provider, ExternalUser externalUser, String handle, int tries) {
    String id = ids.next();
    return store
        .make(tx, id, Handle.of(handle).orElseThrow(), provider, externalUser)
        .compose(
            made -> {
              if (made) {
                log.atInfo()
                    .addKeyValue("account", id)
                    .addKeyValue("provider", provider)
                    .addKeyValue("role", externalUser.role().wire())
                    .log("External account synchronized");
                return Future.succeededFuture();
              }
              return tries > 1
                  ? make(tx, provider, externalUser, near(externalUser) + suffix(), tries - 1)
                  : Future.failedFuture(new Problem.Conflict("No handle is free.").asException());
            });
  }

  private String suffix() {
    return Integer.toString(random.nextInt(1 << 30), 36);
  }
}
