package io.foyer;

import io.foyer.accounts.AccountAuthenticator;
import io.foyer.accounts.AccountAuthenticator.BearerSource;
import io.foyer.accounts.AccountEmails;
import io.foyer.accounts.Accounts;
import io.foyer.accounts.Admins;
import io.foyer.accounts.NewAccount;
import io.foyer.accounts.NoMail;
import io.foyer.accounts.ResetMail;
import io.foyer.accounts.SessionCookie;
import io.foyer.accounts.external.ExternalAccounts;
import io.foyer.accounts.wire.AccountWires;
import io.foyer.chat.wire.plain.SocketGate;
import io.foyer.evaluations.Viewers;
import io.foyer.notify.template.EmailTemplates;
import io.foyer.platform.config.GeneratedSecret;
import io.foyer.platform.config.Secret;
import io.foyer.platform.limits.RateLimiter;
import io.foyer.platform.observe.CheckResult;
import io.foyer.platform.observe.Readiness;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Capabilities;
import io.foyer.platform.web.HttpServerSettings;
import io.foyer.platform.web.Operation;
import io.foyer.platform.web.Origins;
import io.foyer.platform.web.Pages;
import io.foyer.platform.web.RouteGroup;
import io.vertx.core.Future;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Builds the accounts feature of this node and its authenticators. */
final class AccountsFeature implements Feature {
  /** Placeholder e-mail address of a generated admin. */
  private static final String NO_ADDRESS = "admin@foyer.invalid";

  private static final String ADMIN = "admin";
  private static final String JWT_FILE = "jwt.secret";
  private static final String PASSWORD_FILE = "admin.password";
  private static final String INTRANET = "42";

  private final AccountsSettings settings;
  private final HttpSettings http;
  private final Path dataDir;
  private final CoreServices core;
  private final Readiness readiness;
  private final Accounts accounts;
  private final Optional<ExternalAccounts> outside;
  private final SessionCookie cookie;

  AccountsFeature(
      FoyerConfig config, CoreServices core, Readiness readiness, Accounts.Tokens tokens) {
    this.settings = config.accounts();
    this.http = config.http();
    this.dataDir = config.node().dataDir();
    this.core = core;
    this.readiness = readiness;
    this.cookie = new SessionCookie(http.publicUrl());
    Accounts own =
        new Accounts(
            new Accounts.House(
                core.vertx(),
                core.ids(),
                core.database(),
                core.wakeupNotifier(),
                core.metrics().registry(),
                core.tuning().hashCost(),
                core.tuning().stale(),
                settings.accounts().registrations()),
            tokens,
            resetMail(config, core));
    this.accounts = settings.auth().isPresent() ? own.keptElsewhere() : own;
    this.outside =
        settings
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

  private static ResetMail resetMail(FoyerConfig config, CoreServices core) {
    return NotificationsFeature.emails(config.notifications(), core)
        .<ResetMail>map(
            outbox ->
                new AccountEmails(
                    outbox,
                    new EmailTemplates(),
                    InstantSource.system(),
                    config.http().publicBase(),
                    config.notifications().language().locale()))
        .orElseGet(NoMail::new);
  }

  /**
   * Signing secrets of this node. Blocking. A node without log-in stores none.
   *
   * @throws RuntimeException if the secret cannot be stored in the data directory
   */
  static Accounts.Tokens tokens(FoyerConfig config, boolean letsPeopleIn) {
    AccountsSettings settings = config.accounts();
    Secret secret =
        settings
            .jwt()
            .map(jwt -> jwt.secret())
            .orElseGet(
                () ->
                    letsPeopleIn
                        ? GeneratedSecret.load(config.node().dataDir(), JWT_FILE).value()
                        : GeneratedSecret.unkept());
    return new Accounts.Tokens(
        secret,
        settings.jwt().flatMap(jwt -> jwt.previousSecret()),
        settings.accounts().sessionLifetime());
  }

  Accounts accounts() {
    return accounts;
  }

  @Override
  public Map<String, Operation> operations() {
    return accounts.operations(cookie);
  }

  @Override
  public List<RouteGroup> routes(HttpServerSettings server, RateLimiter limiter, Pages pages) {
    return AccountWires.routes(accounts.service(), accounts.sessions(), server, readiness);
  }

  @Override
  public Set<String> capabilities() {
    return outside.isEmpty() ? Set.of(Capabilities.REGISTRATION) : Set.of();
  }

  /** Deployed before the HTTP server, which needs to know the sessions that have ended. */
  @Override
  public List<Work> work() {
    return List.of(Work.of(Role.HTTP, Stage.CLIENT, "revocations", accounts::revocations));
  }

  @Override
  public Map<String, Supplier<CheckResult>> checks() {
    Map<String, Supplier<CheckResult>> checks = new HashMap<>();
    if (core.serves(Role.HTTP)) {
      checks.put("jwt", this::secrets);
      outside.ifPresent(server -> checks.put("accounts", () -> answers(server)));
    }
    return checks;
  }

  private CheckResult secrets() {
    return accounts.tokensAreShared()
        ? CheckResult.ok()
        : CheckResult.down("another node has another JWT_SECRET");
  }

  private static CheckResult answers(ExternalAccounts server) {
    return server.answering() ? CheckResult.ok() : CheckResult.down("does not answer");
  }

  @Override
  public List<Supplier<Future<Integer>>> cleaners() {
    return accounts.cleaners();
  }

  @Override
  public List<DrainStep> drainSteps() {
    return outside.stream()
        .map(server -> new DrainStep(Stage.CLIENT, "accounts server", server::close))
        .toList();
  }

  AccountAuthenticator authenticator() {
    List<BearerSource> sources = new ArrayList<>();
    settings.adminToken().ifPresent(token -> sources.add(Accounts.serviceToken(token)));
    sources.add(outside.<BearerSource>map(server -> server).orElse(accounts.sessions()::bearer));
    return new AccountAuthenticator(sources, accounts.sessions(), cookie, ownPages());
  }

  /** Authenticator of WebSocket connections. */
  SocketGate socketGate() {
    return new SocketGate(authenticator(), accounts.sessions(), ownPages());
  }

  private Origins ownPages() {
    return new Origins(http.publicUrl(), List.of());
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
    return settings
        .admin()
        .map(
            it ->
                new NewAccount(
                    it.handle(), it.email(), it.password().reveal(), "", "", Caller.Role.ADMIN))
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
                                ? Optional.of(GeneratedSecret.load(dataDir, PASSWORD_FILE))
                                : GeneratedSecret.find(dataDir, PASSWORD_FILE))
                    .compose(kept -> missing ? make(kept.orElseThrow()) : file(kept)));
  }

  private static Future<Optional<Path>> file(Optional<GeneratedSecret> kept) {
    return Future.succeededFuture(kept.map(GeneratedSecret::file));
  }

  /** If another node was first, its password is valid, and ours would mislead. */
  private Future<Optional<Path>> make(GeneratedSecret kept) {
    String password = kept.value().reveal();
    NewAccount wish = new NewAccount(ADMIN, NO_ADDRESS, password, "", "", Caller.Role.ADMIN);
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
