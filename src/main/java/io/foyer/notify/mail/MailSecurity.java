package io.foyer.notify.mail;

/** How a connection to an SMTP server is encrypted. */
public enum MailSecurity {
  /** Begins in plain text and must be upgraded (RFC 3207). */
  STARTTLS,
  /** Encrypted from the first byte (RFC 8314). */
  TLS,
  /** Not encrypted: for a server on the same machine or network. */
  NONE
}
