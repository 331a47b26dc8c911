package io.foyer.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.demo.SmtpStandIn;
import io.foyer.demo.SmtpStandIn.Reaction;
import io.foyer.demo.SmtpStandIn.ReceivedMail;
import io.foyer.demo.SmtpStandIn.Setup;
import io.foyer.notify.EmailMessage;
import io.foyer.notify.EmailMessage.Mailbox;
import io.foyer.notify.Wording;
import io.foyer.platform.config.HostPort;
import io.foyer.platform.config.Secret;
import io.foyer.platform.outbox.OutboxMessage;
import io.foyer.platform.outbox.Outcome;
import io.foyer.testing.Certificates;
import io.foyer.testing.Certificates.Pem;
import io.foyer.testing.Futures;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.PemKeyCertOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail through a real SMTP conversation. */
class MailChannelIT {
  private static final Instant NOW = Instant.parse("2026-03-04T08:30:00Z");
  private static final Map<String, String> USERS = Map.of("foyer", "s3cret");
  private static final Duration PATIENT = Duration.ofSeconds(30);
  private static final Duration IMPATIENT = Duration.ofMillis(500);

  private final Vertx vertx = Vertx.vertx();
  private final AtomicReference<Instant> now = new AtomicReference<>(NOW);
  private Optional<MailAccount> account = Optional.empty();
  private final MailChannel channel =
      new MailChannel(
          vertx,
          sender -> Future.succeededFuture(account),
          new Wording(Locale.ENGLISH, now::get),
          (key, room) -> "https://foyer.example/j/" + key,
          now::get,
          PATIENT);

  @AfterEach
  void close() {
    Futures.await(channel.close());
    Futures.await(vertx.close());
  }

  private SmtpStandIn server(Setup setup) {
    return new SmtpStandIn(vertx, setup);
  }

  private static Optional<KeyCertOptions> key() {
    Pem pem = Certificates.of("one");
    return Optional.of(
        new PemKeyCertOptions()
            .setCertPath(pem.certificate().toString())
            .setKeyPath(pem.key().toString()));
  }

  /** An account at a server that listens. */
  private void use(
      SmtpStandIn server,
      MailSecurity security,
      String password,
      Path authority,
      Duration timeout) {
    account =
        Optional.of(
            new MailAccount(
                "",
                new HostPort("localhost", Futures.await(server.listen(0))),
                security,
                password.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new MailAccount.Credentials("foyer", Secret.of(password))),
                Optional.of(authority),
                new Mailbox("foyer@example.org", "Foyer"),
                Optional.of("bounces@example.org"),
                Optional.empty(),
                0,
                timeout));
  }

  private SmtpStandIn plain(Duration timeout) {
    SmtpStandIn server = server(Setup.plain());
    use(server, MailSecurity.NONE, "", Certificates.OURS.authority(), timeout);
    return server;
  }

  private static OutboxMessage message(String id) {
    EmailMessage email =
        new EmailMessage(
            new Mailbox("ada@example.com", "Ada Berg"),
            Optional.empty(),
            "Kick-off",
            "Good morning\n.hidden dot\n",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    return new OutboxMessage(
        id,
        "s",
        1,
        EmailMessage.KIND + "test",
        "mail",
        "ada@example.com",
        Optional.empty(),
        email.json(),
        1,
        NOW.plusSeconds(60),
        false,
        1);
  }

  private Outcome send(String id) {
    return Futures.await(channel.send(message(id)));
  }

  @ParameterizedTest
  @EnumSource(MailSecurity.class)
  void sendsByEachKindOfConnection(MailSecurity security) {
    boolean encrypted = security != MailSecurity.NONE;
    SmtpStandIn server =
        server(encrypted ? new Setup(key(), security == MailSecurity.TLS, USERS) : Setup.plain());
    use(server, security, encrypted ? "s3cret" : "", Certificates.OURS.authority(), PATIENT);

    assertThat(send("a1")).isEqualTo(new Outcome.Sent("a1"));
    assertThat(send("a2")).isEqualTo(new Outcome.Sent("a2"));

    assertThat(server.received()).hasSize(2);
    ReceivedMail mail = server.received().getFirst();
    assertThat(mail.from()).isEqualTo("bounces@example.org");
    assertThat(mail.recipients()).containsExactly("ada@example.com");
    assertThat(mail.encrypted()).isEqualTo(encrypted);
    assertThat(mail.user()).isEqualTo(encrypted ? "foyer" : "");
    assertThat(mail.content())
        .contains("Message-Id: <a1@example.org>\r\n", "\r\n\r\nGood morning\r\n.hidden dot\r\n");
  }

  @Test
  void aCertificateThatIsNotTrustedStopsTheAccountAndNotTheMessage() {
    SmtpStandIn server = server(new Setup(key(), false, USERS));
    use(server, MailSecurity.STARTTLS, "s3cret", Certificates.THEIRS.authority(), PATIENT);

    assertThat(send("a1")).isInstanceOf(Outcome.Throttled.class);
    assertThat(channel.failing()).containsKey("");
    assertThat(server.received()).isEmpty();
  }

  @Test
  void aServerWithoutStarttlsIsNotUsedInPlainText() {
    SmtpStandIn server = server(Setup.plain());
    use(server, MailSecurity.STARTTLS, "", Certificates.OURS.authority(), PATIENT);

    assertThat(send("a1")).isInstanceOf(Outcome.Throttled.class);
    assertThat(server.received()).isEmpty();
  }

  @Test
  void aWrongPasswordStopsTheAccountUntilItIsChanged() {
    SmtpStandIn server = server(new Setup(key(), false, USERS));
    use(server, MailSecurity.STARTTLS, "wrong", Certificates.OURS.authority(), PATIENT);

    Outcome refused = send("a1");

    assertThat(refused).isInstanceOf(Outcome.Throttled.class);
    assertThat(((Outcome.Throttled) refused).reason().orElseThrow()).contains("535");
    MailAccount wrong = account.orElseThrow();
    account =
        Optional.of(
            new MailAccount(
                wrong.id(),
                wrong.server(),
                wrong.security(),
                Optional.of(new MailAccount.Credentials("foyer", Secret.of("s3cret"))),
                wrong.certificates(),
                wrong.from(),
                wrong.returnPath(),
                wrong.redirect(),
                wrong.perMinute(),
                wrong.timeout()));
    assertThat(send("a1")).isEqualTo(new Outcome.Sent("a1"));
    assertThat(channel.failing()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAIL", "RCPT", "DATA", SmtpStandIn.END_OF_DATA})
  void aRefusalFailsTheMessageAndAnotherIsSent(String step) {
    SmtpStandIn server = plain(PATIENT);
    server.react(step, 1, new Reaction.Reply("550 5.1.1 no such person"));

    Outcome refused = send("a1");

    assertThat(refused).isInstanceOf(Outcome.Refused.class);
    assertThat(((Outcome.Refused) refused).reason()).contains("550 5.1.1 no such person");
    assertThat(send("a2")).isEqualTo(new Outcome.Sent("a2"));
    assertThat(server.received()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"MAIL", "RCPT", "DATA", SmtpStandIn.END_OF_DATA})
  void aTransientRefusalIsTriedAgain(String step) {
    SmtpStandIn server = plain(PATIENT);
    server.react(step, 1, new Reaction.Reply("451 4.7.1 try again later"));

    assertThat(send("a1")).isInstanceOf(Outcome.Again.class);
    assertThat(send("a1")).isEqualTo(new Outcome.Sent("a1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"530 5.7.0 log in first", "535 5.7.8 no", "421 4.3.2 shutting down"})
  void aReplyAboutTheAccountMakesItsMessagesWait(String reply) {
    SmtpStandIn server = plain(PATIENT);
    server.react("MAIL", 1, new Reaction.Reply(reply));

    assertThat(send("a1")).isInstanceOf(Outcome.Throttled.class);
    assertThat(channel.failing()).hasSize(1);
  }

  @Test
  void aConnectionThatIsLostAfterTheMessageIsAnAnswerThatIsLost() {
    SmtpStandIn server = plain(PATIENT);
    server.react(SmtpStandIn.END_OF_DATA, 1, new Reaction.Close());

    assertThat(send("a1")).isInstanceOf(Outcome.Lost.class);

    now.set(NOW.plusSeconds(60));
    assertThat(send("a1")).isEqualTo(new Outcome.Sent("a1"));
    assertThat(server.received())
        .hasSize(2)
        .allMatch(mail -> mail.content().contains("Message-Id: <a1@example.org>\r\n"));
  }

  @Test
  void aServerThatNeverAnswersTheMessageHoldsNothingUp() {
    SmtpStandIn server = plain(IMPATIENT);
    server.react(SmtpStandIn.END_OF_DATA, 1, new Reaction.Silence());

    assertThat(send("a1")).isInstanceOf(Outcome.Lost.class);
    now.set(NOW.plusSeconds(60));
    assertThat(send("a2")).isEqualTo(new Outcome.Sent("a2"));
  }

  @ParameterizedTest
  @ValueSource(strings = {SmtpStandIn.CONNECT, "EHLO"})
  void aServerThatNeverGreetsHasTakenNothing(String step) {
    SmtpStandIn server = plain(IMPATIENT);
    server.react(step, 1, new Reaction.Silence());

    assertThat(send("a1")).isInstanceOf(Outcome.Throttled.class);
    assertThat(server.received()).isEmpty();
  }

  @Test
  void whileTheServerIsAwayOneMessageTriesAndTheOthersWait() {
    SmtpStandIn server = plain(PATIENT);
    server.react(SmtpStandIn.CONNECT, 3, new Reaction.Close());
    assertThat(send("a1")).isInstanceOf(Outcome.Throttled.class);

    now.set(NOW.plusSeconds(60));
    List<Future<Outcome>> three =
        IntStream.range(0, 3).mapToObj(n -> channel.send(message("b" + n))).toList();
    assertThat(three.stream().map(Futures::await))
        .allMatch(outcome -> outcome instanceof Outcome.Throttled);

    // Two connections were closed: one for a1, one for the first of the three.
    now.set(NOW.plusSeconds(180));
    assertThat(send("c1")).isInstanceOf(Outcome.Throttled.class);
    now.set(NOW.plusSeconds(300));
    assertThat(send("c1")).isEqualTo(new Outcome.Sent("c1"));
    assertThat(send("c2")).isEqualTo(new Outcome.Sent("c2"));
  }

  @Test
  void theNextProbeComesWithinAMinuteHoweverLongTheServerIsAway() {
    SmtpStandIn server = plain(PATIENT);
    server.react(SmtpStandIn.CONNECT, 20, new Reaction.Close());

    for (int i = 0; i < 20; i++) {
      Outcome outcome = send("a1");
      Duration wait = ((Outcome.Throttled) outcome).after();
      assertThat(wait).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(60));
      now.updateAndGet(it -> it.plus(wait));
    }
    assertThat(send("a1")).isEqualTo(new Outcome.Sent("a1"));
  }

  @Test
  void keepsThePaceOfItsAccount() {
    SmtpStandIn server = plain(PATIENT);
    MailAccount fast = account.orElseThrow();
    account =
        Optional.of(
            new MailAccount(
                fast.id(),
                fast.server(),
                fast.security(),
                fast.login(),
                fast.certificates(),
                fast.from(),
                fast.returnPath(),
                fast.redirect(),
                30,
                fast.timeout()));

    assertThat(send("a1")).isEqualTo(new Outcome.Sent("a1"));
    assertThat(send("a2")).isEqualTo(new Outcome.Throttled(Duration.ofSeconds(2)));
    now.set(NOW.plusSeconds(2));
    assertThat(send("a2")).isEqualTo(new Outcome.Sent("a2"));
    assertThat(server.received()).hasSize(2);
  }

  @Test
  void anAddressThatSmtpCannotCarryFailsTheMessage() {
    SmtpStandIn server = plain(PATIENT);
    EmailMessage email =
        new EmailMessage(
            new Mailbox("ada@example.com>\r\nRCPT TO:<eve@example.com", ""),
            Optional.empty(),
            "s",
            "t",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    OutboxMessage message =
        new OutboxMessage(
            "a1",
            "s",
            1,
            EmailMessage.KIND + "test",
            "mail",
            "x",
            Optional.empty(),
            email.json(),
            1,
            NOW.plusSeconds(60),
            false,
            1);

    assertThat(Futures.await(channel.send(message))).isInstanceOf(Outcome.Refused.class);
    assertThat(server.received()).isEmpty();
  }
}
