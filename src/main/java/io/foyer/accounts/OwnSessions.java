package io.foyer.accounts;

import io.foyer.accounts.AccessTokens.Signed;
import io.foyer.accounts.CredentialStore.Credential;
import io.foyer.accounts.LoggedIn.Credentials;
import io.foyer.accounts.Session.Carrier;
import io.foyer.accounts.SessionStore.Holder;
import io.foyer.accounts.SessionStore.Opening;
import io.foyer.platform.Ids;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.config.Secret;
import io.foyer.platform.db.Database;
import io.foyer.platform.db.Outage;
import io.foyer.platform.db.Tx;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Client;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sessions in Foyer's own tables. */
final class OwnSessions implements SessionService {
  private static final Logger log = LoggerFactory.getLogger(OwnSessions.class);
  private static final Duration PARALLEL = Duration.ofSeconds(10);
  private static final Duration TICKET = Duration.ofSeconds(30);
  private static final Pattern OPAQUE = Pattern.compile("[0-9a-f]{64}");

  private final AccountStore accounts = new AccountStore();
  private final RefreshStore refreshes = new RefreshStore();
  private final Ids ids;
  private final Database database;
  private final SessionStore store;
  private final Seals seals;
  private final PasswordAuthenticator passwordAuthenticator;
  private final AccessTokens tokens;
  private final Revocations revocations;
  private final SessionCache sessionCache;
  private final SessionRevoker end;
  private final Duration lifetime;

  OwnSessions(
      Ids ids,
      Database database,
      SessionStore store,
      Seals seals,
      PasswordAuthenticator passwordAuthenticator,
      AccessTokens tokens,
      Revocations revocations,
      SessionRevoker end,
      Duration lifetime) {
    this.ids = ids;
    this.database = database;
    this.store = store;
    this.seals = seals;
    this.passwordAuthenticator = passwordAuthenticator;
    this.tokens = tokens;
    this.revocations = revocations;
    this.sessionCache = new SessionCache(store, database, seals, revocations);
    this.end = end;
    this.lifetime = lifetime;
  }

  @Override
  public Future<LoggedIn> logIn(String login, String password, Carrier carrier, Client client) {
    return Outage.toUnavailable(
        seals
            .get()
            .compose(
                seal ->
                    passwordAuthenticator.enter(
                        login,
                        password,
                        client.address(),
                        (tx, credential) ->
                            open(tx, credential, client, new Minting(seal, carrier))))
            .onSuccess(
                made ->
                    log.atDebug()
                        .addKeyValue("account", made.account().id())
                        .addKeyValue("session", made.session().id())
                        .log("logged in")));
  }

  /** How the secrets of one log-in are made. */
  private record Minting(Seal seal, Carrier carrier) {
    Optional<Secret> secret() {
      return switch (carrier) {
        case TOKEN -> Optional.empty();
        case COOKIE -> Optional.of(seal.next());
        case OPAQUE -> Optional.of(seal.nextHex());
      };
    }
  }

  private Future<Optional<LoggedIn>> open(
      Tx tx, Credential credential, Client client, Minting minting) {
    Optional<Secret> secret = minting.secret();
    Opening opening =
        new Opening(
            ids.next(),
            credential.account(),
            credential.version(),
            minting.carrier(),
            secret.map(it -> TokenHash.hash(it.reveal())),
            client.address(),
            client.userAgent().filter(Folding::storable).orElse(""),
            lifetime);
    return store
        .open(tx, opening)
        .compose(
            session ->
                session.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : complete(tx, session.get(), secret.orElseGet(minting.seal()::next))
                        .map(Optional::of));
  }

  /**
   * The log-in as it is handed over.
   *
   * @param secret what its carrier holds; of tokens, the refresh token
   */
  private Future<LoggedIn> complete(Tx tx, Session session, Secret secret) {
    return accounts
        .byId(tx, session.accountId())
        .map(Optional::orElseThrow)
        .compose(
            account ->
                keys(tx, account, session, secret)
                    .map(credentials -> new LoggedIn(account, session, credentials)));
  }

  private Future<Credentials> keys(Tx tx, Account account, Session session, Secret secret) {
    return switch (session.carrier()) {
      case COOKIE, OPAQUE -> Future.succeededFuture(new Credentials.Opaque(secret));
      case TOKEN ->
          refreshes
              .add(tx, TokenHash.hash(secret.reveal()), session.id())
              .map(done -> tokens(account, session, secret));
    };
  }

  private Credentials tokens(Account account, Session session, Secret refresh) {
    Signed access = tokens.sign(ids.next(), account, session.id(), session.expiresAt());
    return new Credentials.Tokens(access.token(), access.expiresAt(), refresh);
  }

  @Override
  public Future<LoggedIn> refresh(Secret refreshToken) {
    return Outage.toUnavailable(
        seals
            .get()
            .compose(
                seal ->
                    seal.knows(refreshToken.reveal())
                        ? refresh(refreshToken, seal.next())
                        : Future.failedFuture(notValid())));
  }

  private Future<LoggedIn> refresh(Secret refreshToken, Secret next) {
    return refreshes
        .rotate(database, TokenHash.hash(refreshToken.reveal()), TokenHash.hash(next.reveal()))
        .compose(
            rotated ->
                rotated
                    .map(
                        it ->
                            Future.succeededFuture(
                                new LoggedIn(
                                    it.account(),
                                    it.session(),
                                    tokens(it.account(), it.session(), next))))
                    .orElseGet(() -> refused(refreshToken)));
  }

  private Future<LoggedIn> refused(Secret refreshToken) {
    return refreshes
        .used(database, TokenHash.hash(refreshToken.reveal()), PARALLEL)
        .compose(
            used ->
                used.isEmpty()
                    ? Future.failedFuture(notValid())
                    : used.get().justNow()
                        ? Future.failedFuture(
                            new Problem.Conflict("This refresh token was used just now.")
                                .asException())
                        : stolen(used.get()));
  }

  /** Whoever has a token that was used long ago is not who used it, or was robbed of the next. */
  private Future<LoggedIn> stolen(RefreshStore.Used used) {
    log.atWarn()
        .addKeyValue("account", used.account())
        .addKeyValue("session", used.session())
        .log("a used refresh token came back: the session ends");
    return ended(used.account(), used.session(), "reuse")
        .compose(done -> Future.failedFuture(notValid()));
  }

  private static ProblemException notValid() {
    return new Problem.Denied("This refresh token is not valid.").asException();
  }

  @Override
  public Future<List<Session>> of(String accountId) {
    return Outage.toUnavailable(store.of(database, accountId));
  }

  @Override
  public Future<Void> end(String accountId, String sessionId) {
    return Outage.toUnavailable(
        ended(accountId, sessionId, "ended")
            .compose(
                done ->
                    done
                        ? Future.succeededFuture()
                        : Future.failedFuture(
                            new Problem.NotFound("There is no such session.").asException())));
  }

  private Future<Boolean> ended(String account, String session, String reason) {
    return store
        .end(database, account, session, reason)
        .onSuccess(done -> end.committed(done ? Set.of(session) : Set.of()));
  }

  @Override
  public Future<Void> endOthers(String accountId, String sessionToKeep) {
    return Outage.toUnavailable(
        database
            .transaction(tx -> end.others(tx, accountId, sessionToKeep, "ended"))
            .onSuccess(end::committed)
            .mapEmpty());
  }

  @Override
  public Future<Caller> bearer(String token) {
    if (OPAQUE.matcher(token).matches()) {
      return Outage.toUnavailable(sessionCache.find(Carrier.OPAQUE, token));
    }
    return tokens
        .read(token)
        .map(revocations::admit)
        .orElseGet(
            () ->
                Future.failedFuture(
                    new Problem.Denied("This bearer token is not valid.").asException()));
  }

  @Override
  public Future<Caller> cookie(String value) {
    return Outage.toUnavailable(sessionCache.find(Carrier.COOKIE, value));
  }

  @Override
  public Future<Ticket> takeTicket(Caller caller) {
    return caller
        .session()
        .map(
            session ->
                Outage.toUnavailable(seals.get().compose(seal -> takeTicket(session, seal.next()))))
        .orElseGet(
            () ->
                Future.failedFuture(
                    new Problem.Forbidden("Only a log-in can take a ticket.").asException()));
  }

  private Future<Ticket> takeTicket(String session, Secret ticket) {
    return store
        .addTicket(database, TokenHash.hash(ticket.reveal()), session, TICKET)
        .map(
            end ->
                new Ticket(
                    ticket,
                    end.orElseThrow(
                        () -> new Problem.Denied("This log-in has ended.").asException())));
  }

  @Override
  public Future<Caller> redeem(Secret ticket) {
    return Outage.toUnavailable(
        seals
            .get()
            .compose(
                seal ->
                    seal.knows(ticket.reveal())
                        ? store.useTicket(database, TokenHash.hash(ticket.reveal()))
                        : Future.succeededFuture(Optional.<Holder>empty()))
            .map(
                holder ->
                    holder
                        .orElseThrow(
                            () ->
                                new Problem.Denied("This ticket was used or is too old.")
                                    .asException())
                        .caller()));
  }

  @Override
  public Future<Caller> still(Caller caller) {
    return revocations.admit(caller);
  }

  @Override
  public void listen(RevocationListener listener) {
    revocations.listen(listener);
  }
}
