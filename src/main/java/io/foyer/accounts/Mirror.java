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
 * Accounts that follow those of another system: made when somebody is first seen, and changed where
 * the other system says another name or role. They have no password here and an address that nobody
 * reads; disabling one here keeps its owner out.
 */
public final class Mirror {
  private static final Logger log = LoggerFactory.getLogger(Mirror.class);
  private static final int LONGEST_SUBJECT = 255;
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_ABOUT = 1000;
  private static final int TRIES = 5;
  private static final String NAMELESS = "guest";

  private final SecureRandom random = new SecureRandom();
  private final MirrorStore store = new MirrorStore();
  private final Ids ids;
  private final Database database;
  private final SessionEnd end;

  Mirror(Ids ids, Database database, SessionEnd end) {
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
  public Future<Account> of(String provider, Person given) {
    if (given.subject().length() > LONGEST_SUBJECT || !Folding.storable(given.subject())) {
      return Future.failedFuture(
          new Problem.Denied("This account cannot be known here.").asException());
    }
    Person person =
        new Person(
            given.subject(),
            kept(given.name(), LONGEST_NAME),
            kept(given.about(), LONGEST_ABOUT),
            given.role());
    return Outage.toUnavailable(
        store
            .find(database, provider, person.subject())
            .compose(
                found ->
                    found.filter(account -> same(account, person)).isPresent()
                        ? Future.succeededFuture(found.get())
                        : follow(provider, person)));
  }

  private static String kept(String text, int longest) {
    if (!Folding.storable(text)) {
      return "";
    }
    int most = Math.min(longest, text.codePointCount(0, text.length()));
    return text.substring(0, text.offsetByCodePoints(0, most));
  }

  private static boolean same(Account account, Person person) {
    return account.role() == person.role()
        && account.about().equals(person.about())
        && (person.name().isBlank() || account.name().equals(person.name()));
  }

  private Future<Account> follow(String provider, Person person) {
    return database
        .transaction(tx -> follow(tx, provider, person))
        .onSuccess(end::told)
        .compose(done -> store.find(database, provider, person.subject()))
        .map(Optional::orElseThrow);
  }

  /** One at a time for a person, whichever node sees them; says which sessions it ended. */
  private Future<Set<String>> follow(Tx tx, String provider, Person person) {
    return store
        .lock(tx, provider, person.subject())
        .compose(locked -> store.find(tx, provider, person.subject()))
        .compose(
            found ->
                found
                    .map(account -> change(tx, account, person))
                    .orElseGet(
                        () ->
                            make(tx, provider, person, near(person), TRIES).map(done -> Set.of())));
  }

  /** Whoever has another role than their sessions say must log in again. */
  private Future<Set<String>> change(Tx tx, Account account, Person person) {
    return store
        .change(tx, account.id(), name(account, person), person)
        .compose(
            done ->
                account.role() == person.role()
                    ? Future.succeededFuture(Set.of())
                    : end.all(tx, account.id(), "administered"));
  }

  private static String name(Account account, Person person) {
    return person.name().isBlank() ? account.name() : person.name();
  }

  private static String near(Person person) {
    return Handle.near(person.name()).map(Handle::text).orElse(NAMELESS);
  }

  private Future<Void> make(Tx tx, String provider, Person person, String handle, int tries) {
    String id = ids.next();
    return store
        .make(tx, id, Handle.of(handle).orElseThrow(), provider, person)
        .compose(
            made -> {
              if (made) {
                log.atInfo()
                    .addKeyValue("account", id)
                    .addKeyValue("provider", provider)
                    .addKeyValue("role", person.role().wire())
                    .log("account mirrored");
                return Future.succeededFuture();
              }
              return tries > 1
                  ? make(tx, provider, person, near(person) + suffix(), tries - 1)
                  : Future.failedFuture(new Problem.Conflict("No handle is free.").asException());
            });
  }

  private String suffix() {
    return Integer.toString(random.nextInt(1 << 30), 36);
  }
}
