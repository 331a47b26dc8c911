package io.foyer.accounts;

import io.foyer.platform.Ids;
import io.foyer.platform.bus.WakeupNotifier;
import io.foyer.platform.config.Secret;
import io.foyer.platform.db.Database;
import io.foyer.platform.web.Operation;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Entry point of the accounts feature for the composition root: services, routes and verticles. */
public final class Accounts {
  private final House house;
  private final SessionStore sessionStore;
  private final Revocations revocations;
  private final Admins admins;
  private final ExternalAccountSync externalAccountSync;
  private final AccountService accounts;
  private final SessionService sessions;
  private final SecretWatch secrets;

  /**
   * What it stands on.
   *
   * @param stale how old this node's knowledge of ended sessions may be to let anybody in by it
   * @param registrations how many accounts one network may register within an hour without a pause
   */
  public record House(
      Vertx vertx,
      Ids ids,
      Database database,
      WakeupNotifier wakeupNotifier,
      MeterRegistry registry,
      HashCost hashCost,
      Duration stale,
      int registrations) {}

  /**
   * Token settings.
   *
   * @param secret signing secret of access tokens; {@code previous} only verifies
   * @param sessionLifetime maximum lifetime of a session
   */
  public record Tokens(Secret secret, Optional<Secret> previous, Duration sessionLifetime) {}

  /** The feature. */
  public Accounts(House house, Tokens tokens, ResetMail mail) {
    this.house = house;
    this.sessionStore = new SessionStore();
    this.revocations = new Revocations(house.stale());
    Database database = house.database();
    Passwords passwords = new Passwords(house.vertx(), house.registry(), house.hashCost());
    SessionRevoker end = new SessionRevoker(sessionStore, revocations, house.wakeupNotifier());
    Seals seals = new Seals(database);
    this.admins = new Admins(house.ids(), database, passwords);
    this.externalAccountSync = new ExternalAccountSync(house.ids(), database, end);
    this.accounts =
        new OwnAccounts(
            house.ids(),
            database,
            passwords,
            new PasswordService(database, seals, passwords, end, mail),
            end,
            LockoutPolicy.signUps(house.registrations()));
    AccessTokens access =
        new AccessTokens(
            tokens.secret(), tokens.previous().stream().toList(), InstantSource.system());
    this.secrets = new SecretWatch(database, access.marks());
    this.sessions =
        new OwnSessions(
            house.ids(),
            database,
            sessionStore,
            seals,
            new PasswordAuthenticator(database, passwords, house.registry()),
            access,
            revocations,
            end,
            tokens.sessionLifetime());
  }

  private Accounts(Accounts own) {
    this.house = own.house;
    this.sessionStore = own.sessionStore;
    this.secrets = own.secrets;
    this.revocations = own.revocations;
    this.admins = own.admins;
    this.externalAccountSync = own.externalAccountSync;
    this.accounts = new ElsewhereAccounts(own.accounts);
    this.sessions = new ElsewhereSessions(own.sessions);
  }

  /** The feature with an external accounts server: no log-in here. */
  public Accounts keptElsewhere() {
    return new Accounts(this);
  }

  /** Makes accounts follow those of another system. */
  public ExternalAccountSync mirror() {
    return externalAccountSync;
  }

  /** Accounts, for every wire. */
  public AccountService service() {
    return accounts;
  }

  /** Being logged in, for every wire. */
  public SessionService sessions() {
    return sessions;
  }

  /** Who can administer, for the start. */
  public Admins admins() {
    return admins;
  }

  /** Knows the token of the configuration. */
  public static AccountAuthenticator.BearerSource serviceToken(Secret token) {
    return new StaticAdminToken(token);
  }

  /** What is served below {@code /api/v2}. */
  public Map<String, Operation> operations(SessionCookie cookie) {
    Map<String, Operation> operations = new HashMap<>(new AccountApi(accounts).operations());
    operations.putAll(new SessionApi(sessions, cookie).operations());
    return operations;
  }

  /** Reads which sessions have ended; one instance per node that lets people in. */
  public RevocationVerticle revocations() {
    return new RevocationVerticle(
        sessionStore,
        house.database(),
        house.wakeupNotifier(),
        revocations,
        secrets,
        house.registry());
  }

  /** Whether all nodes that were seen lately know each other's access tokens. */
  public boolean tokensAreShared() {
    return secrets.agrees();
  }

  /** Cleaners: each deletes some expired rows and returns their number. */
  public List<Supplier<Future<Integer>>> cleaners() {
    ExpiryStore expiry = new ExpiryStore();
    Database database = house.database();
    return List.of(
        () -> expiry.sessions(database),
        () -> expiry.tickets(database),
        () -> expiry.resets(database),
        () -> expiry.attempts(database));
  }
}
