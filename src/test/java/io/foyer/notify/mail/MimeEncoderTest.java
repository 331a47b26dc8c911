package io.foyer.notify.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.notify.EmailMessage;
import io.foyer.notify.EmailMessage.CalendarPart;
import io.foyer.notify.EmailMessage.Mailbox;
import io.foyer.notify.mail.MimeEncoder.UnsendableException;
import io.foyer.platform.config.HostPort;
import io.vertx.ext.mail.MailMessage;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MimeEncoderTest {
  private static final Instant NOW = Instant.parse("2026-03-04T08:30:00Z");
  private static final MailAccount ACCOUNT =
      new MailAccount(
          "",
          new HostPort("localhost", 25),
          MailSecurity.NONE,
          Optional.empty(),
          Optional.empty(),
          new Mailbox("foyer@example.org", "Foyer"),
          Optional.empty(),
          Optional.empty(),
          0,
          Duration.ofSeconds(1));

  private static EmailMessage email(String name, String subject, String text) {
    return new EmailMessage(
        new Mailbox("ada@example.com", name),
        Optional.empty(),
        subject,
        text,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** As a mail program reads it. */
  private static MimeMessage read(EmailMessage email) throws Exception {
    MailMessage encoded = MimeEncoder.encode(email, ACCOUNT, "0a", NOW);
    StringBuilder all = new StringBuilder();
    encoded
        .getHeaders()
        .forEach((name, value) -> all.append(name).append(": ").append(value).append("\r\n"));
    all.append("\r\n").append(encoded.getText().replace("\n", "\r\n"));
    assertThat(all.toString()).matches("[\\x09\\x0a\\x0d\\x20-\\x7e]*");
    return new MimeMessage(
        Session.getInstance(new Properties()),
        new ByteArrayInputStream(all.toString().getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void hasTheHeadersOfRfc5322() throws Exception {
    MimeMessage read = read(email("Ada Bérg", "Größe & Länge 😀", "Grüße\nzwei\n"));

    assertThat(read.getSubject()).isEqualTo("Größe & Länge 😀");
    assertThat(read.getMessageID()).isEqualTo("<0a@example.org>");
    assertThat(read.getSentDate().toInstant()).isEqualTo(NOW);
    assertThat(read.getFrom()).containsExactly(new InternetAddress("foyer@example.org", "Foyer"));
    assertThat(read.getSender()).isNull();
    InternetAddress to = (InternetAddress) read.getAllRecipients()[0];
    assertThat(to.getPersonal()).isEqualTo("Ada Bérg");
    assertThat(read.getContent().toString().replace("\r\n", "\n")).isEqualTo("Grüße\nzwei\n");
    assertThat(read.getHeader("Auto-Submitted")).containsExactly("auto-generated");
  }

  @Test
  void anotherAuthorIsSentByTheAccount() throws Exception {
    EmailMessage email =
        new EmailMessage(
            new Mailbox("ada@example.com", ""),
            Optional.of(new Mailbox("owner@example.net", "Owner")),
            "s",
            "t",
            Optional.empty(),
            Optional.empty(),
            Optional.of("0b"),
            Optional.of("https://foyer.example/unsubscribe/x"),
            Optional.empty());

    MimeMessage read = read(email);

    assertThat(read.getFrom()).containsExactly(new InternetAddress("owner@example.net"));
    assertThat(read.getSender()).isEqualTo(new InternetAddress("foyer@example.org"));
    assertThat(read.getHeader("In-Reply-To")).containsExactly("<0b@example.org>");
    assertThat(read.getHeader("List-Unsubscribe"))
        .containsExactly("<https://foyer.example/unsubscribe/x>");
    assertThat(read.getHeader("List-Unsubscribe-Post"))
        .containsExactly("List-Unsubscribe=One-Click");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\r\nBcc: eve@example.com",
        "x\nBcc: eve@example.com",
        "x\rBcc: eve@example.com",
        "x\u2028Bcc: eve@example.com",
        "\"><script>\r\n\r\n<b>",
        "x\0y"
      })
  void noNameOrSubjectAddsAHeader(String text) throws Exception {
    MimeMessage read = read(email(text, text, "body"));

    assertThat(read.getHeader("Bcc")).isNull();
    assertThat(read.getAllRecipients()).hasSize(1);
    assertThat(read.getContent().toString().strip()).isEqualTo("body");
    assertThat(read.getSubject()).doesNotContain("\r", "\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ada",
        "@example.com",
        "ada@",
        "a b@example.com",
        "ada@example.com, eve@example.com",
        "ada@example.com\r\nX: y",
        "<ada@example.com>",
        "adä@example.com",
        "\"a b\"@example.com"
      })
  void anInvalidAddressIsRefused(String address) {
    EmailMessage email =
        new EmailMessage(
            new Mailbox(address, ""),
            Optional.empty(),
            "s",
            "t",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThatThrownBy(() -> read(email)).isInstanceOf(UnsendableException.class);
  }

  @Test
  void aDomainInAnyScriptIsSentAsDnsHasIt() throws Exception {
    EmailMessage email =
        new EmailMessage(
            new Mailbox("ada@bücher.example", ""),
            Optional.empty(),
            "s",
            "t",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    assertThat(read(email).getAllRecipients()[0])
        .isEqualTo(new InternetAddress("ada@xn--bcher-kva.example"));
  }

  @Test
  void aCalendarPartIsTheLastAlternative() throws Exception {
    String calendar = "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nSUMMARY:Größe\r\nEND:VCALENDAR\r\n";
    EmailMessage email =
        new EmailMessage(
            new Mailbox("ada@example.com", ""),
            Optional.empty(),
            "s",
            "text",
            Optional.of("<p>Grüße</p>"),
            Optional.of(new CalendarPart("REQUEST", calendar)),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    MimeMultipart parts = (MimeMultipart) read(email).getContent();

    assertThat(parts.getContentType()).startsWith("multipart/alternative");
    assertThat(parts.getCount()).isEqualTo(3);
    assertThat(parts.getBodyPart(0).isMimeType("text/plain")).isTrue();
    assertThat(parts.getBodyPart(1).getContent()).isEqualTo("<p>Grüße</p>");
    assertThat(parts.getBodyPart(2).getContentType())
        .isEqualTo("text/calendar; charset=UTF-8; method=REQUEST");
    assertThat(
            new String(
                parts.getBodyPart(2).getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo(calendar);
  }
}
