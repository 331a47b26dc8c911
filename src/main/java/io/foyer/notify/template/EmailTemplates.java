package io.foyer.notify.template;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The templates of Foyer's own e-mails, in English, French, Spanish and German; English for other
 * languages. A template is a text that begins with the subject, as {@code Subject: …} and an empty
 * line; the HTML form is made of the same text, so that both say the same.
 */
public final class EmailTemplates {
  private static final String FALLBACK = "en";
  private static final String SUBJECT = "Subject:";

  private final Map<String, String> sources = new ConcurrentHashMap<>();

  /** Made when the first e-mail is rendered: a start does not wait for it. */
  private static final class Engine {
    static final TemplateEngine ONE = new TemplateEngine();
  }

  /** Names of the templates. */
  public static List<String> names() {
    return List.of("passwordReset");
  }

  /**
   * A rendered e-mail.
   *
   * @param subject one line
   * @param text plain text
   * @param html HTML document
   */
  public record Content(String subject, String text, String html) {}

  /**
   * Renders a template.
   *
   * @param values texts, numbers, lists and maps
   * @throws TemplateException if there is no such template or it cannot be rendered
   */
  public Content render(String name, Locale locale, Map<String, Object> values) {
    String source = source(name, locale);
    int end = source.indexOf('\n');
    if (!source.startsWith(SUBJECT) || end < 0) {
      throw new TemplateException("template " + name + " does not begin with its subject");
    }
    String subject =
        Engine.ONE.text(name, source.substring(SUBJECT.length(), end).strip(), values).strip();
    String body = source.substring(end).strip() + "\n";
    return new Content(
        subject,
        Engine.ONE.text(name, body, values),
        page(locale, subject, Engine.ONE.html(name, body, values)));
  }

  private String source(String name, Locale locale) {
    return sources.computeIfAbsent(
        locale.getLanguage() + "/" + name,
        key ->
            read(key)
                .or(() -> read(FALLBACK + "/" + name))
                .orElseThrow(() -> new TemplateException("there is no template " + name)));
  }

  private static Optional<String> read(String path) {
    try (InputStream in = EmailTemplates.class.getResourceAsStream(path + ".j2")) {
      return in == null
          ? Optional.empty()
          : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a file of our own archive
    }
  }

  private static String page(Locale locale, String subject, String body) {
    return HtmlBody.page(locale.getLanguage(), subject, body);
  }
}
