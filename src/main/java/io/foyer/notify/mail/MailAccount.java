package io.foyer.notify.mail;

import io.foyer.notify.EmailMessage.Mailbox;
import io.foyer.platform.config.HostPort;
import io.foyer.platform.config.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * An SMTP server and how it is used: who sends, as whom, how fast.
 *
 * @param id stable name of the account, the {@code sender} of its outbox rows; empty for Foyer's
 *     own
 * @param server address of the SMTP server
 * @param security how the connection is encrypted
 * @param login user and password; absent for a server that asks for none
 * @param certificates PEM file of the authorities that may have signed the server's certificate;
 *     absent for the system's
 * @param from author of messages that name none
 * @param returnPath address that reports of failed delivery go to; absent for the author's
 * @param redirect recipient of every message in place of its own; for trials
 * @param perMinute most messages in a minute; zero for no limit
 * @param timeout longest time for one message, from the connection to the server's answer
 */
public record MailAccount(
    String id,
    HostPort server,
    MailSecurity security,
    Optional<Credentials> login,
    Optional<Path> certificates,
    Mailbox from,
    Optional<String> returnPath,
    Optional<Mailbox> redirect,
    int perMinute,
    Duration timeout) {
  /** User and password for SMTP AUTH (RFC 4954). */
  public record Credentials(String user, Secret password) {}
}
