package io.foyer.notify.template;

/** A template that is missing or cannot be rendered; the message says why. */
public final class TemplateException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  TemplateException(String message) {
    super(message);
  }
}
