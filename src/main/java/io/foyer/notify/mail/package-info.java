/**
 * E-mail: sends outbox messages by SMTP. {@link io.foyer.notify.mail.MailChannel} finds the {@link
 * io.foyer.notify.mail.MailAccount} of a message, {@link io.foyer.notify.mail.MimeEncoder} builds
 * its MIME form and {@link io.foyer.notify.mail.SmtpTransport} hands it to the server. Promises
 * that a message is sent once: a server that cannot be reached or does not accept our log-in makes
 * its messages wait, only a refusal of the message itself fails it, and a message whose answer was
 * lost is sent once more with the same Message-ID. Passwords are never in a row, a log or an
 * answer.
 */
@NullMarked
package io.foyer.notify.mail;

import org.jspecify.annotations.NullMarked;
