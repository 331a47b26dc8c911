package io.foyer.notify.mail;

/** Result of handing one message to an SMTP server. */
sealed interface SmtpResult {
  /** The server took the message. */
  record Accepted() implements SmtpResult {}

  /** The server refused this message for good: a 5xx reply to MAIL, RCPT or DATA. */
  record Refused(String reason) implements SmtpResult {}

  /** The server refused this message for now: a 4xx reply to MAIL, RCPT or DATA. */
  record Deferred(String reason) implements SmtpResult {}

  /** No message can be sent by this account now: no connection, TLS or log-in. Nothing was sent. */
  record Unavailable(String reason) implements SmtpResult {}

  /** The connection was lost, or the deadline passed, when the message may have been taken. */
  record Lost(String reason) implements SmtpResult {}
}
