package io.foyer.notify.mail;

import io.foyer.notify.EmailMessage;
import io.foyer.notify.EmailMessage.CalendarPart;
import io.foyer.notify.EmailMessage.Mailbox;
import io.vertx.core.MultiMap;
import io.vertx.ext.mail.MailMessage;
import jakarta.mail.Header;
import jakarta.mail.Message.RecipientType;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.IDN;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * Builds the MIME form of an {@link EmailMessage} (RFC 5322, 2045 to 2047, 2231, 6047). No name,
 * subject or address can add a header or a recipient. The body is 7-bit text, so that every server
 * takes it.
 */
final class MimeEncoder {
  private static final Session SESSION = Session.getInstance(new Properties());
  private static final String UTF_8 = StandardCharsets.UTF_8.name();
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}\\u2028\\u2029]+");
  private static final Pattern PLAIN_ADDRESS = Pattern.compile("[\\x21-\\x7e&&[^<>(),;:\\\\\"]]+");
  private static final String END_OF_HEADERS = "\r\n\r\n";

  private MimeEncoder() {}

  /** An address or a text that no e-mail can carry. */
  static final class UnsendableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnsendableException(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /**
   * Encodes {@code email} for {@code account}.
   *
   * @param id id of the outbox row: the local part of the Message-ID
   * @param at its date
   * @throws UnsendableException if an address is invalid
   */
  static MailMessage encode(EmailMessage email, MailAccount account, String id, Instant at)
      throws UnsendableException {
    try {
      InternetAddress sender = address(account.from());
      InternetAddress author = address(email.from().orElse(account.from()));
      InternetAddress to = address(account.redirect().orElse(email.to()));
      String domain = domain(sender);
      MimeMessage mime = new Identified("<" + id + "@" + domain + ">");
      mime.setFrom(author);
      if (!author.equals(sender)) {
        mime.setSender(sender);
      }
      mime.setRecipient(RecipientType.TO, to);
      mime.setSubject(line(email.subject()), UTF_8);
      mime.setSentDate(Date.from(at));
      mime.setHeader("Auto-Submitted", "auto-generated"); // RFC 3834
      if (email.inReplyTo().isPresent()) {
        String earlier = "<" + email.inReplyTo().get() + "@" + domain + ">";
        mime.setHeader("In-Reply-To", earlier);
        mime.setHeader("References", earlier);
      }
      if (email.unsubscribe().isPresent()) {
        mime.setHeader("List-Unsubscribe", "<" + line(email.unsubscribe().get()) + ">");
        mime.setHeader("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
      }
      fill(mime, email);
      mime.saveChanges();
      return message(mime, account.returnPath().orElse(sender.getAddress()), to.getAddress());
    } catch (MessagingException e) {
      throw new UnsendableException(String.valueOf(e.getMessage()), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail so
    }
  }

  private static void fill(MimeMessage mime, EmailMessage email) throws MessagingException {
    if (email.html().isEmpty() && email.calendar().isEmpty()) {
      mime.setText(email.text(), UTF_8);
      return;
    }
    // The last alternative is the best one (RFC 2046, 5.1.4).
    MimeMultipart alternatives = new MimeMultipart("alternative");
    alternatives.addBodyPart(text(email.text(), "plain"));
    if (email.html().isPresent()) {
      alternatives.addBodyPart(text(email.html().get(), "html"));
    }
    if (email.calendar().isPresent()) {
      alternatives.addBodyPart(calendar(email.calendar().get()));
    }
    mime.setContent(alternatives);
  }

  private static MimeBodyPart text(String text, String subtype) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setText(text, UTF_8, subtype);
    return part;
  }

  /** RFC 6047, 2.4: the method of the part is that of the object. */
  private static MimeBodyPart calendar(CalendarPart calendar) throws MessagingException {
    MimeBodyPart part = new MimeBodyPart();
    part.setText(calendar.content(), UTF_8, "calendar");
    part.setHeader(
        "Content-Type", "text/calendar; charset=UTF-8; method=" + token(calendar.method()));
    part.setHeader("Content-Transfer-Encoding", "base64"); // its line ends stay as they are
    return part;
  }

  private static String token(String method) {
    return method.replaceAll("[^A-Z]", "");
  }

  private static InternetAddress address(Mailbox mailbox) throws UnsendableException {
    String given = mailbox.address();
    int at = given.lastIndexOf('@');
    try {
      String ascii =
          at < 0 ? given : given.substring(0, at + 1) + IDN.toASCII(given.substring(at + 1));
      if (!PLAIN_ADDRESS.matcher(ascii).matches()) {
        throw new AddressException("not an address that SMTP without SMTPUTF8 can carry");
      }
      InternetAddress address = new InternetAddress(ascii, true);
      address.validate();
      String name = line(mailbox.name());
      if (!name.isEmpty()) {
        address.setPersonal(name, UTF_8);
      }
      return address;
    } catch (AddressException | IllegalArgumentException e) {
      throw new UnsendableException("invalid address: " + line(given), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // every Java has UTF-8
    }
  }

  private static String domain(InternetAddress address) {
    return address.getAddress().substring(address.getAddress().lastIndexOf('@') + 1);
  }

  /** One line, whatever was given: what follows a line break would be a header of its own. */
  private static String line(String text) {
    return CONTROL.matcher(text).replaceAll(" ").strip();
  }

  /**
   * For the mail client, which takes headers and a 7-bit body as they are. It reads them only once
   * it has a connection.
   */
  private static MailMessage message(MimeMessage mime, String returnPath, String to)
      throws MessagingException, IOException {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    for (Header header : Collections.list(mime.getAllHeaders())) {
      headers.add(header.getName(), header.getValue());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    mime.writeTo(out);
    String all = out.toString(StandardCharsets.US_ASCII);
    String body = all.substring(all.indexOf(END_OF_HEADERS) + END_OF_HEADERS.length());
    return new MailMessage()
        .setFixedHeaders(true)
        .setHeaders(headers)
        .setBounceAddress(returnPath)
        .setFrom(returnPath)
        .setTo(List.of(to))
        .setText(body.replace("\r\n", "\n"));
  }

  /** A message with a Message-ID of ours, which stays the same when it is sent again. */
  private static final class Identified extends MimeMessage {
    private final String id;

    Identified(String id) {
      super(SESSION);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
