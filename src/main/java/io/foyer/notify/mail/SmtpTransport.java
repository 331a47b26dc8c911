package io.foyer.notify.mail;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import io.vertx.ext.mail.SMTPException;
import io.vertx.ext.mail.StartTLSOptions;
import io.vertx.ext.mail.impl.MailClientImpl;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Sends messages through the SMTP server of one account (RFC 5321), over connections that are kept
 * for the next message. Each message has a deadline, so that a server that answers slowly for ever
 * holds nothing up; its connection is then closed. Belongs to one event-loop context.
 */
final class SmtpTransport {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

  // Replies about the log-in or the server itself (RFC 4954, 6; RFC 5321, 4.2.3), at whatever step.
  private static final int SHUTTING_DOWN = 421;
  private static final int LOGIN_REQUIRED = 530;
  private static final int LOGIN_REFUSED = 535;

  private final Vertx vertx;
  private final MailAccount account;
  private final Deque<MailClient> idle = new ArrayDeque<>();
  private boolean closed;

  SmtpTransport(Vertx vertx, MailAccount account) {
    this.vertx = vertx;
    this.account = account;
  }

  MailAccount account() {
    return account;
  }

  /** Sends one message; never fails. */
  Future<SmtpResult> send(MailMessage message) {
    Reported reported = new Reported(message);
    MailClient client = idle.isEmpty() ? connect() : idle.pop();
    return client
        .sendMail(reported)
        .timeout(account.timeout().toMillis(), TimeUnit.MILLISECONDS)
        .transform(
            sent -> {
              if (sent.succeeded()) {
                release(client);
                return Future.succeededFuture(new SmtpResult.Accepted());
              }
              discard(client);
              return Future.succeededFuture(failed(sent.cause(), reported.read()));
            });
  }

  /** One connection for each client, so that a deadline closes its own and no other. */
  private MailClient connect() {
    MailConfig config =
        new MailConfig(account.server().host(), account.server().port())
            .setSsl(account.security() == MailSecurity.TLS)
            .setStarttls(
                account.security() == MailSecurity.STARTTLS
                    ? StartTLSOptions.REQUIRED
                    : StartTLSOptions.DISABLED)
            .setLogin(account.login().isPresent() ? LoginOption.REQUIRED : LoginOption.NONE)
            .setConnectTimeout(
                Math.toIntExact(Math.min(CONNECT_TIMEOUT.toMillis(), account.timeout().toMillis())))
            .setKeepAliveTimeout(Math.toIntExact(KEEP_ALIVE.toSeconds()))
            .setPipelining(false)
            .setMaxPoolSize(1);
    account
        .login()
        .ifPresent(
            login -> config.setUsername(login.user()).setPassword(login.password().reveal()));
    account
        .certificates()
        .ifPresent(
            file -> config.setTrustOptions(new PemTrustOptions().addCertPath(file.toString())));
    return MailClient.create(vertx, config);
  }

  private void release(MailClient client) {
    if (closed) {
      discard(client);
    } else {
      idle.push(client);
    }
  }

  /** Closes the socket at once: the client would wait for the end of what is under way. */
  private static void discard(MailClient client) {
    ((MailClientImpl) client).getConnectionPool().netClient().close();
    client.close();
  }

  /**
   * What a failure means.
   *
   * @param begun whether there was a connection and the message was read, so that it may have been
   *     sent
   */
  private SmtpResult failed(Throwable cause, boolean begun) {
    if (cause instanceof SMTPException reply) {
      return refused(reply, begun);
    }
    String reason =
        cause instanceof TimeoutException
            ? "no answer within " + account.timeout().toSeconds() + " s"
            : String.valueOf(cause.getMessage());
    return begun ? new SmtpResult.Lost(reason) : new SmtpResult.Unavailable(reason);
  }

  private static SmtpResult refused(SMTPException reply, boolean begun) {
    String reason = reply.getMessage() + ": " + String.join(" ", reply.getReplyMessages()).strip();
    int code = reply.getReplyCode();
    if (!begun || code == SHUTTING_DOWN || code == LOGIN_REQUIRED || code == LOGIN_REFUSED) {
      return new SmtpResult.Unavailable(reason);
    }
    return reply.isPermanent() ? new SmtpResult.Refused(reason) : new SmtpResult.Deferred(reason);
  }

  /** Closes the idle connections; the others follow when their message is done. */
  Future<Void> close() {
    closed = true;
    List<Future<Void>> ends = idle.stream().map(MailClient::close).toList();
    idle.clear();
    return Future.join(ends).mapEmpty();
  }

  /**
   * A message that knows whether the client has read it. The client does so once it has a
   * connection that is encrypted and logged in as configured: what fails before was not sent.
   */
  private static final class Reported extends MailMessage {
    private final AtomicBoolean read = new AtomicBoolean();

    Reported(MailMessage message) {
      super(message);
    }

    @Override
    public String getText() {
      read.set(true);
      return super.getText();
    }

    boolean read() {
      return read.get();
    }
  }
}
