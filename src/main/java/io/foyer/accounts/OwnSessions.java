package io.foyer.accounts;

import io.foyer.accounts.AccessTokens.Signed;
import io.foyer.accounts.CredentialStore.Credential;
import io.foyer.accounts.LoggedIn.Keys;
import io.foyer.accounts.Session.Carrier;
import io.foyer.accounts.SessionStore.Opening;
import io.foyer.platform.Ids;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.config.Secret;
import io.foyer.platform.db.Database;
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
  private final OneTime secrets = new OneTime();
  private final Ids ids;
  private final Database database;
  private final SessionStore store;
  private final LogIns logIns;
  private final AccessTokens tokens;
  private final Revocations revocations;
  private final Holders holders;
  private final SessionEnd end;
  private final Duration lifetime;

  OwnSessions(
      Ids ids,
      Database database,
      SessionStore store,
      LogIns logIns,
      AccessTokens tokens,
      Revocations revocations,
      SessionEnd end,
      Duration lifetime) {
    this.ids = ids;
    this.database = database;
    this.store = store;
    this.logIns = logIns;
    this.tokens = tokens;
    this.revocations = revocations;
    this.holders = new Holders(store, database, revocations);
    this.end = end;
    this.lifetime = lifetime;
  }

  @Override
  public Future<LoggedIn> logIn(String login, String password, Carrier carrier, Client client) {
    return Outage.told(
        logIns
            .enter(
                login,
                password,
                client.address(),
                (tx, credential) -> open(tx, credential, carrier, client))
            .onSuccess(
                made ->
                    log.atDebug()
                        .addKeyValue("account", made.account().id())
                        .addKeyValue("session", made.session().id())
                        .log("logged in")));
  }

  private Future<Optional<LoggedIn>> open(
      Tx tx, Credential credential, Carrier carrier, Client client) {
    Optional<Secret> secret = secret(carrier);
    Opening opening =
        new Opening(
            ids.next(),
            credential.account(),
            credential.version(),
            carrier,
            secret.map(it -> OneTime.hash(it.reveal())),
            client.address(),
            client.userAgent().filter(Folding::storable).orElse(""),
            lifetime);
    return store
        .open(tx, opening)
        .compose(
            session ->
                session.isEmpty()
                    ? Future.succeededFuture(Optional.empty())
                    : complete(tx, session.get(), secret).map(Optional::of));
  }

  private Optional<Secret> secret(Carrier carrier) {
    return switch (carrier) {
      case TOKEN -> Optional.empty();
      case COOKIE -> Optional.of(secrets.next());
      case OPAQUE -> Optional.of(secrets.nextHex());
    };
  }

  private Future<LoggedIn> complete(Tx tx, Session session, Optional<Secret> secret) {
    return accounts
        .byId(tx, session.accountId())
        .map(Optional::orElseThrow)
        .compose(
            account ->
                keys(tx, account, session, secret)
                    .map(keys -> new LoggedIn(account, session, keys)));
  }

  private Future<Keys> keys(Tx tx, Account account, Session session, Optional<Secret> secret) {
    if (secret.isPresent()) {
      return Future.succeededFuture(new Keys.Opaque(secret.get()));
    }
    Secret refresh = secrets.next();
    return refreshes
        .add(tx, OneTime.hash(refresh.reveal()), session.id())
        .map(done -> tokens(account, session, refresh));
  }

  private Keys tokens(Account account, Session session, Secret refresh) {
    Signed access = tokens.sign(ids.next(), account, session.id(), session.expiresAt());
    return new Keys.Tokens(access.token(), access.expiresAt(), refresh);
  }

  @Override
  public Future<LoggedIn> refresh(Secret refreshToken) {
    Secret next = secrets.next();
    return Outage.told(
        refreshes
            .rotate(database, OneTime.hash(refreshToken.reveal()), OneTime.hash(next.reveal()))
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
                        .orElseGet(() -> refused(refreshToken))));
  }

  private Future<LoggedIn> refused(Secret refreshToken) {
    return refreshes
        .used(database, OneTime.hash(refreshToken.reveal()), PARALLEL)
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
    return Outage.told(store.of(database, accountId));
  }

  @Override
  public Future<Void> end(String accountId, String sessionId) {
    return Outage.told(
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
        .onSuccess(done -> end.told(done ? Set.of(session) : Set.of()));
  }

  @Override
  public Future<Void> endOthers(String accountId, String sessionToKeep) {
    return Outage.told(
        database
            .transaction(tx -> end.others(tx, accountId, sessionToKeep, "ended"))
            .onSuccess(end::told)
            .mapEmpty());
  }

  @Override
  public Future<Caller> bearer(String token) {
    if (OPAQUE.matcher(token).matches()) {
      return Outage.told(holders.find(Carrier.OPAQUE, token));
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
    return Outage.told(holders.find(Carrier.COOKIE, value));
  }

  @Override
  public Future<Ticket> takeTicket(Caller caller) {
    Secret ticket = secrets.next();
    return caller
        .session()
        .map(
            session ->
                Outage.told(
                    store
                        .addTicket(database, OneTime.hash(ticket.reveal()), session, TICKET)
                        .map(
                            end ->
                                new Ticket(
                                    ticket,
                                    end.orElseThrow(
                                        () ->
                                            new Problem.Denied("This log-in has ended.")
                                                .asException())))))
        .orElseGet(
            () ->
                Future.failedFuture(
                    new Problem.Forbidden("Only a log-in can take a ticket.").asException()));
  }

  @Override
  public Future<Caller> redeem(Secret ticket) {
    return Outage.told(
        store
            .useTicket(database, OneTime.hash(ticket.reveal()))
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
  public void listen(RevocationListener listener) {
    revocations.listen(listener);
  }
}
