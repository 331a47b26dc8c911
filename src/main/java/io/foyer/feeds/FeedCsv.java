package io.foyer.feeds;

import io.vertx.core.buffer.Buffer;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * CSV encoder: number, at, and the columns. An absent value is an empty cell, an empty text a
 * quoted one. A text that a spreadsheet would run as a formula gets an apostrophe prefix; other
 * types are unchanged.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
 * @see <a href="https://owasp.org/www-community/attacks/CSV_Injection">OWASP: CSV Injection</a>
 */
final class FeedCsv implements RowEncoder {
  private static final String END = "\r\n";
  private static final Pattern QUOTED = Pattern.compile("[\",\r\n]");
  private static final String FORMULAS = "=+-@\t\r\n＝＋－＠";

  private final MessageSchema messageSchema;

  FeedCsv(MessageSchema messageSchema) {
    this.messageSchema = messageSchema;
  }

  @Override
  public String head() {
    return messageSchema.columns().stream()
        .map(column -> "," + column.name())
        .collect(Collectors.joining("", "number,at", END));
  }

  @Override
  public void add(Buffer text, StoredMessage message) {
    StringBuilder line = new StringBuilder();
    line.append(message.number()).append(',').append(message.at());
    for (String cell : cells(message)) {
      line.append(',').append(cell);
    }
    text.appendString(line.append(END).toString());
  }

  private String[] cells(StoredMessage message) {
    String[] cells = new String[messageSchema.columns().size()];
    try {
      @Nullable Object[] values = messageSchema.read(message.payload().getBytes());
      for (int i = 0; i < cells.length; i++) {
        cells[i] = cell(messageSchema.columns().get(i).type(), values[i]);
      }
    } catch (Undecodable e) {
      Arrays.fill(cells, ""); // the format has changed since it was written
    }
    return cells;
  }

  /** A value as it stands between commas. */
  static String cell(Column.Type type, @Nullable Object value) {
    return switch (value) {
      case null -> "";
      case String text when type == Column.Type.TEXT -> text(text);
      case String text -> quoted(text);
      case Buffer bytes -> FeedJson.base64(bytes);
      default -> value.toString();
    };
  }

  private static String text(String text) {
    if (text.isEmpty()) {
      return "\"\"";
    }
    return quoted(FORMULAS.indexOf(text.charAt(0)) < 0 ? text : "'" + text);
  }

  private static String quoted(String text) {
    return QUOTED.matcher(text).find() ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
