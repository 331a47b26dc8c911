package io.foyer;

import io.foyer.accounts.AccountAuthenticator;
import io.foyer.accounts.AccountAuthenticator.BearerSource;
import io.foyer.accounts.Accounts;
import io.foyer.accounts.Admins;
import io.foyer.accounts.NewAccount;
import io.foyer.accounts.NoMail;
import io.foyer.accounts.SessionCookie;
import io.foyer.accounts.external.ExternalAccounts;
import io.foyer.accounts.wire.AccountWires;
import io.foyer.chat.wire.plain.SocketGate;
import io.foyer.evaluations.Viewers;
import io.foyer.platform.config.GeneratedSecret;
import io.foyer.platform.config.Secret;
import io.foyer.platform.observe.Readiness;
import io.foyer.platform.web.Caller.Role;
import io.foyer.platform.web.HttpServerSettings;
import io.foyer.platform.web.Operation;
import io.foyer.platform.web.Origins;
import io.foyer.platform.web.RouteGroup;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds the accounts feature of this node and its authenticators. */
final class AccountsFeature {
  /** Placeholder e-mail address of a generated admin. */
  private static final String NO_ADDRESS = "admin@foyer.invalid";

  private static final String ADMIN = "admin";
  private static final String JWT_FILE = "jwt.secret";
  private static final String PASSWORD_FILE = "admin.password";
  private static final String INTRANET = "42";

  private final FoyerConfig config;
  private final CoreServices core;
  private final Accounts accounts;
  private final Optional<ExternalAccounts> outside;
  private final SessionCookie cookie;

  AccountsFeature(FoyerConfig config, CoreServices core, Accounts.Tokens tokens) {
    this.config = config;
    this.core = core;
    this.cookie = new SessionCookie(config.publicUrl());
    Accounts own =
        new Accounts(
            new Accounts.House(
                core.vertx(),
                core.ids(),
                core.database(),
                core.wakeupNotifier(),
                core.metrics().registry(),
                core.tuning().hashCost(),
                core.tuning().stale()),
            tokens,
            new NoMail());
    this.accounts = config.auth().isPresent() ? own.keptElsewhere() : own;
    this.outside =
        config
            .auth()
            .map(
                auth ->
                    new ExternalAccounts(
                        core.vertx(),
                        auth,
                        own.mirror(),
                        InstantSource.system(),
                        core.tuning().remembered()));
  }

  /**
   * Signing secrets of this node. Blocking. A node without log-in stores none.
   *
   * @throws RuntimeException if the secret cannot be stored in the data directory
   */
  static Accounts.Tokens tokens(FoyerConfig config, boolean letsPeopleIn) {
    Secret secret =
        config
            .jwt()
            .map(jwt -> jwt.secret())
            .orElseGet(
                () ->
                    letsPeopleIn
                        ? GeneratedSecret.load(config.dataDir(), JWT_FILE).value()
                        : GeneratedSecret.unkept());
    return new Accounts.Tokens(
        secret,
        config.jwt().flatMap(jwt -> jwt.previousSecret()),
        config.accounts().sessionLifetime());
  }

  Accounts accounts() {
    return accounts;
  }

  Map<String, Operation> operations() {
    return accounts.operations(cookie);
  }

  List<RouteGroup> wires(HttpServerSettings settings, Readiness readiness) {
    return AccountWires.routes(accounts.service(), accounts.sessions(), settings, readiness);
  }

  AccountAuthenticator authenticator() {
    List<BearerSource> sources = new ArrayList<>();
    config.adminToken().ifPresent(token -> sources.add(Accounts.serviceToken(token)));
    sources.add(outside.<BearerSource>map(server -> server).orElse(accounts.sessions()::bearer));
    return new AccountAuthenticator(sources, accounts.sessions(), cookie, ownPages());
  }

  /** Authenticator of WebSocket connections. */
  SocketGate socketGate() {
    return new SocketGate(authenticator(), accounts.sessions(), ownPages());
  }

  private Origins ownPages() {
    return new Origins(config.publicUrl(), List.of());
  }

  /** External accounts server, if one is configured. */
  Optional<ExternalAccounts> outside() {
    return outside;
  }

  /** Only identities set by an admin or by the intranet count; an e-mail address never does. */
  Viewers viewers() {
    return caller -> accounts.service().identity(caller.account(), INTRANET);
  }

  /**
   * Creates the first administrator; with an external accounts server that is done there.
   *
   * @return file with the generated password
   */
  Future<Optional<Path>> firstAdmin() {
    return outside.isPresent() ? Future.succeededFuture(Optional.empty()) : ownFirstAdmin();
  }

  private Future<Optional<Path>> ownFirstAdmin() {
    return config
        .admin()
        .map(
            it ->
                new NewAccount(it.handle(), it.email(), it.password().reveal(), "", "", Role.ADMIN))
        .map(this::configured)
        .orElseGet(this::generated);
  }

  private Future<Optional<Path>> configured(NewAccount wish) {
    Admins admins = accounts.admins();
    return admins
        .missing()
        .compose(missing -> missing ? admins.first(wish) : Future.succeededFuture(false))
        .map(Optional.empty());
  }

  private Future<Optional<Path>> generated() {
    return accounts
        .admins()
        .missing()
        .compose(
            missing ->
                core.vertx()
                    .executeBlocking(
                        () ->
                            missing
                                ? Optional.of(GeneratedSecret.load(config.dataDir(), PASSWORD_FILE))
                                : GeneratedSecret.find(config.dataDir(), PASSWORD_FILE))
                    .compose(kept -> missing ? make(kept.orElseThrow()) : file(kept)));
  }

  private static Future<Optional<Path>> file(Optional<GeneratedSecret> kept) {
    return Future.succeededFuture(kept.map(GeneratedSecret::file));
  }

  /** If another node was first, its password is valid, and ours would mislead. */
  private Future<Optional<Path>> make(GeneratedSecret kept) {
    String password = kept.value().reveal();
    NewAccount wish = new NewAccount(ADMIN, NO_ADDRESS, password, "", "", Role.ADMIN);
    return accounts
        .admins()
        .first(wish)
        .compose(
            made -> made ? Future.succeededFuture(true) : accounts.admins().knows(ADMIN, password))
        .compose(ours -> ours ? file(Optional.of(kept)) : discard(kept.file()));
  }

  private Future<Optional<Path>> discard(Path file) {
    return core.vertx().executeBlocking(() -> delete(file)).map(Optional.empty());
  }

  private static boolean delete(Path file) throws IOException {
    return Files.deleteIfExists(file);
  }
}
