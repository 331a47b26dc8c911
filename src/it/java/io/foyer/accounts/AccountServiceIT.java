package io.foyer.accounts;

import static io.foyer.testing.Futures.assertProblem;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.foyer.accounts.AccountsFixture.Letter;
import io.foyer.accounts.LoggedIn.Credentials;
import io.foyer.accounts.Session.Carrier;
import io.foyer.platform.Problem;
import io.foyer.platform.config.Secret;
import io.foyer.platform.web.Caller;
import io.foyer.platform.web.Caller.Role;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What wires find behind {@link AccountService} and {@link SessionService}. */
@TestInstance(Lifecycle.PER_CLASS)
class AccountServiceIT {
  private AccountsFixture fixture;

  @BeforeAll
  void open() throws Exception {
    fixture = new AccountsFixture();
  }

  @AfterAll
  void close() throws Exception {
    fixture.close();
  }

  @Test
  void aLinkOfAnAdminWorksOnceAndOnlyTheNewestOfThem() {
    Account ann = fixture.register("linked");
    LoggedIn before = fixture.logIn("linked", "correct horse", Carrier.OPAQUE);
    Secret first = fixture.service().makeResetToken(ann.id(), "admin").await().token();
    ResetToken second = fixture.service().makeResetToken(ann.id(), "admin").await();

    assertThat(second.expiresAt()).isAfter(Instant.now());
    assertProblem(fixture.service().resetPassword(first, "battery staple"), Problem.NotFound.class);
    assertProblem(
        fixture.service().resetPassword(second.token(), "12345678"), Problem.Invalid.class);
    fixture.service().resetPassword(second.token(), "battery staple").await();

    assertProblem(fixture.sessions().bearer(secret(before)), Problem.Denied.class);
    assertProblem(
        fixture.service().resetPassword(second.token(), "another one"), Problem.NotFound.class);
    assertThat(fixture.logIn("linked", "battery staple", Carrier.TOKEN).account().id())
        .isEqualTo(ann.id());
  }

  @Test
  void nobodyGetsALinkToADisabledAccount() {
    Account gone = fixture.register("disabled");
    fixture.service().administer(gone.id(), Optional.empty(), Optional.of(true)).await();

    assertProblem(fixture.service().makeResetToken(gone.id(), "admin"), Problem.NotFound.class);
    assertProblem(
        fixture.service().makeResetToken("0123456789abcdef01234567", "admin"),
        Problem.NotFound.class);
  }

  @Test
  void aLetterSetsANewPasswordOnceAndEndsAllSessions() {
    Account alice = fixture.register("reset");
    LoggedIn before = fixture.logIn("reset", "correct horse", Carrier.OPAQUE);

    fixture.service().requestReset("RESET@example.org").await();
    await().until(() -> letters(alice).size() == 1);
    Secret token = letters(alice).getFirst().token();
    fixture.service().resetPassword(token, "battery staple").await();

    assertProblem(fixture.sessions().bearer(secret(before)), Problem.Denied.class);
    assertProblem(fixture.service().resetPassword(token, "another one"), Problem.NotFound.class);
    assertThat(fixture.logIn("reset", "battery staple", Carrier.TOKEN).account().id())
        .isEqualTo(alice.id());
    assertProblem(
        fixture.sessions().logIn("reset", "correct horse", Carrier.TOKEN, AccountsFixture.CLIENT),
        Problem.Denied.class);
  }

  @Test
  void nobodyIsToldWhoseAddressIsKnownAndNobodysMailboxIsFilled() {
    Account alice = fixture.register("mailbox");

    Future.all(
            Stream.of("nobody@example.org", "no address", "", "\u0000@example.org")
                .map(fixture.service()::requestReset)
                .toList())
        .await();
    for (int sent = 1; sent <= 3; sent++) {
      int now = sent;
      fixture.service().requestReset("mailbox@example.org").await();
      await().until(() -> letters(alice).size() == now);
    }
    fixture.service().requestReset("mailbox@example.org").await();

    await().during(Duration.ofMillis(200)).until(() -> letters(alice).size() == 3);
    assertThat(fixture.letters()).allMatch(it -> !it.account().isEmpty());
  }

  @Test
  void aTicketNamesItsSessionOnce() {
    Account alice = fixture.register("ticket");
    Caller caller =
        fixture
            .sessions()
            .cookie(secret(fixture.logIn("ticket", "correct horse", Carrier.COOKIE)))
            .await();

    Secret ticket = fixture.sessions().takeTicket(caller).await().secret();
    List<Future<Caller>> both = Stream.of(ticket, ticket).map(fixture.sessions()::redeem).toList();
    Future.join(both).otherwiseEmpty().await();

    assertThat(both.stream().filter(Future::succeeded).map(Future::result)).containsExactly(caller);
    assertThat(caller.account()).isEqualTo(alice.id());
    assertProblem(fixture.sessions().redeem(Secret.of("A".repeat(43))), Problem.Denied.class);
  }

  @Test
  void aTicketIsGoodForHalfAMinute() throws Exception {
    fixture.register("late");
    Caller caller =
        fixture
            .sessions()
            .cookie(secret(fixture.logIn("late", "correct horse", Carrier.COOKIE)))
            .await();
    Instant before = Instant.now().plusSeconds(30);
    SessionService.Ticket ticket = fixture.sessions().takeTicket(caller).await();
    Instant after = Instant.now().plusSeconds(30);
    assertThat(ticket.expiresAt()).isBetween(before.minusSeconds(1), after.plusSeconds(1));

    fixture.fresh().execute("UPDATE tickets SET expires_at = now()");

    assertProblem(fixture.sessions().redeem(ticket.secret()), Problem.Denied.class);
  }

  @Test
  void whoListensHearsOfEverySessionThatEnds() {
    Set<String> heard = ConcurrentHashMap.newKeySet();
    fixture.sessions().listen(heard::addAll);
    Account alice = fixture.register("listened");
    List<String> sessions =
        Stream.of(Carrier.values())
            .map(it -> fixture.logIn("listened", "correct horse", it).session().id())
            .toList();

    fixture.service().administer(alice.id(), Optional.empty(), Optional.of(true)).await();

    await().untilAsserted(() -> assertThat(heard).containsAll(sessions));
  }

  @Test
  void anIdentityBelongsToOneAccount() {
    Account alice = fixture.register("alice");
    Account bob = fixture.register("bob");

    assertThat(fixture.service().setIdentity(alice.id(), "42", "evalice").await().identities())
        .containsExactly(new Account.Identity("42", "evalice"));
    assertProblem(fixture.service().setIdentity(bob.id(), "42", "evalice"), Problem.Conflict.class);
    assertThat(fixture.service().setIdentity(alice.id(), "42", "other").await().identities())
        .hasSize(1);
    assertThat(fixture.service().identity(alice.id(), "42").await()).contains("other");
    fixture.service().setIdentity(bob.id(), "42", "evalice").await();
    fixture.service().removeIdentity(alice.id(), "42").await();
    assertThat(fixture.service().identity(alice.id(), "42").await()).isEmpty();
    assertProblem(fixture.service().setIdentity("0".repeat(24), "42", "x"), Problem.NotFound.class);
    assertProblem(fixture.service().setIdentity(bob.id(), "42", "a\u0000b"), Problem.Invalid.class);
  }

  @Test
  void aNewAddressNeedsThePassword() {
    Account alice = fixture.register("moving");
    fixture.register("settled");

    assertProblem(change(alice, "new@example.org", Optional.empty()), Problem.Invalid.class);
    assertProblem(change(alice, "new@example.org", Optional.of("wrong")), Problem.Invalid.class);
    assertProblem(
        change(alice, "SETTLED@example.org", Optional.of("correct horse")), Problem.Conflict.class);
    assertThat(change(alice, "new@example.org", Optional.of("correct horse")).await().email())
        .isEqualTo("new@example.org");
    assertThat(change(alice, "New@example.org", Optional.of("correct horse")).await().email())
        .isEqualTo("New@example.org");
  }

  private Future<Account> change(Account who, String email, Optional<String> password) {
    return fixture
        .service()
        .change(
            who.id(),
            new AccountChange(Optional.empty(), Optional.empty(), Optional.of(email), password));
  }

  @Test
  void manyAreFoundByHandleOrId() {
    List<Account> made = Stream.of("manya", "manyb").map(fixture::register).toList();

    assertThat(
            fixture
                .service()
                .byHandles(List.of("MANYB", "manya", "nobody", " x", "\u0000"))
                .await())
        .extracting(Account::handle)
        .containsExactly("manya", "manyb");
    assertThat(fixture.service().byIds(List.of(made.getFirst().id(), "x", "\u0000")).await())
        .extracting(Account::handle)
        .containsExactly("manya");
    assertThat(fixture.service().byHandle("ManyA").await().map(Account::id))
        .contains(made.getFirst().id());
  }

  @Test
  void ofFourThatStartAtOnceOneMakesTheFirstAdmin() throws Exception {
    try (AccountsFixture empty = new AccountsFixture()) {
      NewAccount root =
          new NewAccount("root", "root@example.org", "correct horse", "", "", Role.ADMIN);

      List<Future<Boolean>> starts =
          IntStream.range(0, 4).mapToObj(i -> empty.admins().first(root)).toList();
      Future.all(starts).await();

      assertThat(starts.stream().map(Future::result)).containsOnlyOnce(true);
      assertThat(empty.fresh().text("SELECT count(*) FROM accounts")).isEqualTo("1");
      assertThat(empty.admins().missing().await()).isFalse();
      assertThat(empty.admins().knows("ROOT", "correct horse").await()).isTrue();
      assertProblem(empty.admins().more(root), Problem.Conflict.class);
    }
  }

  @Test
  void whatOpensNothingAnyMoreIsDeleted() throws Exception {
    try (AccountsFixture old = new AccountsFixture()) {
      old.register("old");
      LoggedIn ended = old.logIn("old", "correct horse", Carrier.TOKEN);
      LoggedIn going = old.logIn("old", "correct horse", Carrier.TOKEN);
      old.sessions().end(ended.account().id(), ended.session().id()).await();
      old.sessions()
          .takeTicket(new Caller("", "", Role.USER, Optional.of(going.session().id())))
          .await();
      old.service().requestReset("old@example.org").await();
      await().until(() -> !old.letters().isEmpty());
      old.fresh().execute("UPDATE sessions SET revoked_at = revoked_at - interval '2 days'");
      old.fresh().execute("UPDATE tickets SET expires_at = now() - interval '1 hour'");
      old.fresh().execute("UPDATE password_resets SET expires_at = now() - interval '2 hours'");
      old.fresh().execute("UPDATE login_attempts SET last_at = now() - interval '31 days'");

      Future.all(old.accounts().cleaners().stream().map(it -> it.get()).toList()).await();

      assertThat(old.fresh().text("SELECT string_agg(id, ' ') FROM sessions"))
          .isEqualTo(going.session().id());
      for (String table : List.of("tickets", "password_resets", "login_attempts")) {
        assertThat(old.fresh().text("SELECT count(*) FROM " + table)).isEqualTo("0");
      }
      assertThat(old.fresh().text("SELECT count(*) FROM refresh_tokens")).isEqualTo("1");
    }
  }

  @Test
  void noSecretIsKeptAsItIs() throws Exception {
    fixture.register("secretive");
    LoggedIn made = fixture.logIn("secretive", "correct horse", Carrier.TOKEN);
    String opaque = secret(fixture.logIn("secretive", "correct horse", Carrier.OPAQUE));
    String refresh =
        made.credentials() instanceof Credentials.Tokens tokens ? tokens.refresh().reveal() : "";

    for (String table : List.of("accounts", "sessions", "refresh_tokens", "login_attempts")) {
      String all = fixture.fresh().text("SELECT string_agg(t::text, ' ') FROM " + table + " t");
      assertThat(all).doesNotContain("correct horse", opaque, refresh);
    }
    assertThat(made.toString()).doesNotContain(refresh);
  }

  private List<Letter> letters(Account of) {
    return fixture.letters().stream().filter(it -> it.account().equals(of.id())).toList();
  }

  private static String secret(LoggedIn made) {
    return switch (made.credentials()) {
      case Credentials.Opaque opaque -> opaque.secret().reveal();
      case Credentials.Tokens tokens -> tokens.access().reveal();
    };
  }
}
