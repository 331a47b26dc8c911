package io.foyer.demo;

import jakarta.mail.BodyPart;
import jakarta.mail.MessagingException;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Properties;

/**
 * An e-mail as a mail program shows it.
 *
 * @param subject decoded subject
 * @param text plain text; empty for none
 * @param html HTML document; empty for none
 * @param calendar calendar object; empty for none
 */
public record ReadMail(String subject, String text, String html, String calendar) {
  private static final Session SESSION = Session.getInstance(new Properties());

  /**
   * Reads a message with its headers.
   *
   * @throws IllegalArgumentException if it is not a MIME message
   */
  static ReadMail of(String content) {
    try {
      MimeMessage message =
          new MimeMessage(
              SESSION, new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
      return new ReadMail(
          Optional.ofNullable(message.getSubject()).orElse(""),
          part(message, "text/plain"),
          part(message, "text/html"),
          part(message, "text/calendar"));
    } catch (MessagingException | IOException e) {
      throw new IllegalArgumentException("not a MIME message", e);
    }
  }

  private static String part(Part part, String type) throws MessagingException, IOException {
    if (part.isMimeType(type)) {
      return new String(part.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
    if (part.getContent() instanceof Multipart parts) {
      for (int i = 0; i < parts.getCount(); i++) {
        BodyPart inner = parts.getBodyPart(i);
        String found = part(inner, type);
        if (!found.isEmpty()) {
          return found;
        }
      }
    }
    return "";
  }
}
