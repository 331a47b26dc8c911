package io.foyer.platform.observe;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.event.KeyValuePair;

/**
 * Log layout with one line of {@code key=value} pairs per event. Values are escaped so that they
 * stay on the line; a stack trace follows, each line of it indented.
 */
public final class TextLayout extends LayoutBase<ILoggingEvent> {
  @Override
  public String doLayout(ILoggingEvent event) {
    StringBuilder line = new StringBuilder();
    line.append("ts=").append(event.getInstant());
    pair(line, "level", event.getLevel().toString().toLowerCase(Locale.ROOT));
    pair(line, "logger", event.getLoggerName());
    pair(line, "msg", String.valueOf(event.getFormattedMessage()));
    Optional.ofNullable(event.getKeyValuePairs())
        .orElse(List.<KeyValuePair>of())
        .forEach(each -> pair(line, each.key, String.valueOf(each.value)));
    Optional<IThrowableProxy> error = Optional.ofNullable(event.getThrowableProxy());
    error.ifPresent(thrown -> pair(line, "error", thrown.getClassName()));
    line.append('\n');
    error.ifPresent(thrown -> line.append(trace(thrown)));
    return line.toString();
  }

  private static void pair(StringBuilder line, String key, String value) {
    line.append(' ').append(key.replaceAll("[\\s=\"]", "_")).append('=').append(quote(value));
  }

  private static String quote(String value) {
    if (value.matches("[^\\s=\"\\\\\\p{Cntrl}]+")) {
      return value;
    }
    return '"' + JsonLayout.escape(value) + '"';
  }

  private static String trace(IThrowableProxy thrown) {
    return "\t" + ThrowableProxyUtil.asString(thrown).strip().replaceAll("\\R\\t?", "\n\t") + "\n";
  }
}
