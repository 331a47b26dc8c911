package io.foyer.notify.template;

import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes an HTML document of escaped plain text: paragraphs, line breaks and links. */
final class HtmlBody {
  private static final Pattern PARAGRAPHS = Pattern.compile("\\n\\s*\\n");
  private static final Pattern LINK = Pattern.compile("https?://[^\\s<>\"']+[^\\s<>\"'.,;:!?)]");

  private HtmlBody() {}

  /**
   * The document.
   *
   * @param title plain text
   * @param escaped text in which {@code & < > "} are escaped already
   */
  static String page(String language, String title, String escaped) {
    String paragraphs =
        Arrays.stream(PARAGRAPHS.split(escaped.strip()))
            .map(text -> "<p>" + LINK.matcher(text).replaceAll(HtmlBody::link) + "</p>")
            .map(text -> text.replace("\n", "<br>\n"))
            .collect(Collectors.joining("\n"));
    return """
    <!doctype html>
    <html lang="%s">
    <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>%s</title></head>
    <body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif;color:#1c2024;background:#ffffff">
    <div style="max-width:36em;margin:0 auto">
    %s
    </div>
    </body>
    </html>
    """
        .formatted(language, escape(title), paragraphs);
  }

  private static String link(MatchResult match) {
    String address = match.group();
    return Matcher.quoteReplacement(
        "<a href=\"" + address + "\" style=\"color:#0b5cad\">" + address + "</a>");
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
