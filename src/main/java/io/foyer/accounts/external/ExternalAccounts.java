package io.foyer.accounts.external;

import io.foyer.accounts.Account;
import io.foyer.accounts.AccountAuthenticator.BearerSource;
import io.foyer.accounts.ExternalAccountSync;
import io.foyer.accounts.ExternalUser;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.http.AsyncCache;
import io.foyer.platform.http.Circuit;
import io.foyer.platform.http.OutboundHttp;
import io.foyer.platform.web.Caller;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Knows the bearer tokens of an accounts server elsewhere. What it said is remembered under a hash
 * of the token for some seconds; many who ask with one token at once ask once. Whoever it names has
 * an account here, which follows theirs.
 */
public final class ExternalAccounts implements BearerSource {
  /** The provider of {@code identities} that its people are known by. */
  public static final String PROVIDER = "account-server";

  private static final Duration PROBE_AFTER = Duration.ofSeconds(2);
  private static final int CONNECTIONS = 16;
  private static final int MOST = 20_000;

  /** What a token can look like (RFC 6750, 2.1); nothing else is sent anywhere. */
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]{1,4096}=*");

  private final OutboundHttp http;
  private final Circuit circuit;
  private final TokenIntrospection tokenIntrospection;
  private final ExternalAccountSync externalAccountSync;
  private final AsyncCache<Buffer, Optional<Caller>> asyncCache;

  /**
   * Asks the configured server; connects when first asked.
   *
   * @param good how long a good token is remembered; one that was not good half as long
   */
  public ExternalAccounts(
      Vertx vertx,
      ExternalAccountsConfig config,
      ExternalAccountSync externalAccountSync,
      InstantSource clock,
      Duration good) {
    this.http = new OutboundHttp(vertx, config.server(), CONNECTIONS);
    this.circuit = new Circuit(vertx, "accounts server", Circuit.options(PROBE_AFTER));
    this.tokenIntrospection = new TokenIntrospection(http, circuit, config.timeout(), PROBE_AFTER);
    this.externalAccountSync = externalAccountSync;
    this.asyncCache =
        new AsyncCache<>(clock, MOST, found -> found.isPresent() ? good : good.dividedBy(2));
  }

  @Override
  public Future<Caller> bearer(String token) {
    return TOKEN.matcher(token).matches()
        ? asyncCache
            .of(hash(token), hash -> ask(token))
            .map(known -> known.orElseThrow(ExternalAccounts::denied))
        : Future.failedFuture(denied());
  }

  private static ProblemException denied() {
    return new Problem.Denied("This bearer token is not valid.").asException();
  }

  private Future<Optional<Caller>> ask(String token) {
    return tokenIntrospection
        .of(token)
        .compose(
            found ->
                found
                    .map(this::mirrored)
                    .orElseGet(() -> Future.succeededFuture(Optional.empty())));
  }

  /** An account that is disabled here is rejected, whatever the external server reports. */
  private Future<Optional<Caller>> mirrored(ExternalUser externalUser) {
    return externalAccountSync
        .of(PROVIDER, externalUser)
        .map(
            account ->
                account.disabledAt().isEmpty() ? Optional.of(caller(account)) : Optional.empty());
  }

  private static Caller caller(Account account) {
    return new Caller(account.id(), account.handle(), account.role(), Optional.empty());
  }

  /** Whether it answers, as far as is known. */
  public boolean answering() {
    return circuit.closed();
  }

  /** Closes the connections; calls under way fail. */
  public Future<Void> close() {
    return http.close();
  }

  private static Buffer hash(String token) {
    try {
      return Buffer.buffer(
          MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
