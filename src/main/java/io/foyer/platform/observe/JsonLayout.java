package io.foyer.platform.observe;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.event.KeyValuePair;

/**
 * Log layout with one JSON object per line: {@code ts}, {@code level}, {@code logger}, {@code msg},
 * then the event's key-value pairs, then {@code error} and {@code stack}. A key with one of these
 * names gets an underscore prefix. Numbers and booleans keep their type.
 */
public final class JsonLayout extends LayoutBase<ILoggingEvent> {
  @Override
  public String doLayout(ILoggingEvent event) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("ts", event.getInstant());
    fields.put("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
    fields.put("logger", event.getLoggerName());
    fields.put("msg", String.valueOf(event.getFormattedMessage()));
    Optional.ofNullable(event.getThrowableProxy()).ifPresent(thrown -> error(fields, thrown));
    Optional.ofNullable(event.getKeyValuePairs())
        .orElse(List.<KeyValuePair>of())
        .forEach(each -> add(fields, each.key, String.valueOf(each.value), each.value));
    return fields.entrySet().stream()
        .map(field -> '"' + escape(field.getKey()) + "\":" + json(field.getValue()))
        .collect(Collectors.joining(",", "{", "}\n"));
  }

  /** The inside of a JSON string. */
  static String escape(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }

  private static void error(Map<String, Object> fields, IThrowableProxy thrown) {
    fields.put("error", thrown.getClassName());
    fields.put("stack", ThrowableProxyUtil.asString(thrown));
  }

  private static void add(Map<String, Object> fields, String key, String text, Object value) {
    String free = key;
    while (fields.containsKey(free)) {
      free = "_" + free;
    }
    fields.put(free, isPlain(value) ? value : text);
  }

  private static boolean isPlain(Object value) {
    return value instanceof Boolean
        || value instanceof Integer
        || value instanceof Long
        || (value instanceof Double real && Double.isFinite(real));
  }

  private static String json(Object value) {
    return isPlain(value) ? value.toString() : '"' + escape(value.toString()) + '"';
  }
}
