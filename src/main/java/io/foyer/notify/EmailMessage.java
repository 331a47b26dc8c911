package io.foyer.notify;

import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * E-mail as it is sent: the payload of an outbox row whose kind begins with {@value #KIND}. It is
 * rendered when it is written, so that a broken template fails the step that wrote it.
 *
 * @param to recipient
 * @param from author, where it is not the account that sends it
 * @param subject subject, plain text
 * @param text body, plain text
 * @param html the same body as an HTML document
 * @param calendar calendar object for the recipient's calendar
 * @param inReplyTo id of the outbox row that it follows up, which is in that e-mail's Message-ID
 * @param unsubscribe address that ends e-mails of this kind by one click (RFC 8058)
 * @param secret part of the texts that nobody else may read, such as the token of a link; the
 *     outbox erases it once the e-mail is settled
 */
public record EmailMessage(
    Mailbox to,
    Optional<Mailbox> from,
    String subject,
    String text,
    Optional<String> html,
    Optional<CalendarPart> calendar,
    Optional<String> inReplyTo,
    Optional<String> unsubscribe,
    Optional<String> secret)
    implements Notification {
  /** What the kinds of its outbox rows begin with; what follows says what it is about. */
  public static final String KIND = "email:";

  /**
   * Name and address of a person.
   *
   * @param address e-mail address, without a display name
   * @param name display name; empty for none
   */
  public record Mailbox(String address, String name) {
    JsonObject json() {
      return new JsonObject().put("address", address).put("name", name);
    }

    static Mailbox of(JsonObject json) {
      return new Mailbox(json.getString("address"), json.getString("name", ""));
    }
  }

  /**
   * An iCalendar object (RFC 5545) that a mail program offers to accept.
   *
   * @param method its iTIP method (RFC 5546), such as {@code REQUEST} or {@code CANCEL}
   * @param content the object, its lines ended by CR LF
   */
  public record CalendarPart(String method, String content) {
    JsonObject json() {
      return new JsonObject().put("method", method).put("content", content);
    }

    static CalendarPart of(JsonObject json) {
      return new CalendarPart(json.getString("method"), json.getString("content"));
    }
  }

  /** The payload. */
  public JsonObject json() {
    JsonObject json =
        new JsonObject().put("to", to.json()).put("subject", subject).put("text", text);
    from.ifPresent(it -> json.put("from", it.json()));
    html.ifPresent(it -> json.put("html", it));
    calendar.ifPresent(it -> json.put("calendar", it.json()));
    inReplyTo.ifPresent(it -> json.put("inReplyTo", it));
    unsubscribe.ifPresent(it -> json.put("unsubscribe", it));
    secret.ifPresent(it -> json.put("secret", it));
    return json;
  }

  /** Reads the payload. */
  public static EmailMessage of(JsonObject payload) {
    return new EmailMessage(
        Mailbox.of(payload.getJsonObject("to")),
        Optional.ofNullable(payload.getJsonObject("from")).map(Mailbox::of),
        payload.getString("subject"),
        payload.getString("text"),
        Optional.ofNullable(payload.getString("html")),
        Optional.ofNullable(payload.getJsonObject("calendar")).map(CalendarPart::of),
        Optional.ofNullable(payload.getString("inReplyTo")),
        Optional.ofNullable(payload.getString("unsubscribe")),
        Optional.ofNullable(payload.getString("secret")));
  }
}
