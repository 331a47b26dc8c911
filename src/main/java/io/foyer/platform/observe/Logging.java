package io.foyer.platform.observe;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.Layout;
import ch.qos.logback.core.encoder.LayoutWrappingEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * Configures the log level and the log format. Everything goes to standard error; if that cannot be
 * written (a full disk, a closed pipe) lines are lost and nothing else happens.
 */
public final class Logging {
  /** INFO messages of libraries are too detailed for operators. */
  private static final Map<String, Level> QUIETEST =
      Map.of(
          "io.netty", Level.WARN,
          "io.vertx", Level.INFO,
          "com.rabbitmq", Level.WARN,
          // The publisher reconnects by itself, and says so; these call each lost connection an
          // error.
          "com.rabbitmq.client.impl.ForgivingExceptionHandler", Level.OFF,
          "io.vertx.rabbitmq", Level.OFF,
          // Two pools of one kind share their meters, which it finds worth a warning.
          "io.micrometer.core.instrument.MeterRegistry", Level.ERROR,
          // What it calls an unhandled error, a handshake that broke, is handled by who asked for
          // it.
          "io.vertx.redis.client.impl.RedisConnectionManager", Level.OFF,
          "org.flywaydb", Level.WARN);

  private Logging() {}

  /** Log format. */
  public enum Format {
    /** {@code key=value} pairs, for people. */
    TEXT,
    /** One JSON object, for machines. */
    JSON
  }

  /** From now on writes lines of {@code level} and worse as {@code format}. */
  public static void apply(org.slf4j.event.Level level, Format format) {
    apply((LoggerContext) LoggerFactory.getILoggerFactory(), level, format);
  }

  static void apply(LoggerContext context, org.slf4j.event.Level level, Format format) {
    context.reset();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    Level least = Level.convertAnSLF4JLevel(level);
    root.setLevel(least);
    QUIETEST.forEach(
        (name, quietest) ->
            context.getLogger(name).setLevel(least.isGreaterOrEqual(quietest) ? least : quietest));
    root.addAppender(appender(context, layout(format)));
  }

  private static Layout<ILoggingEvent> layout(Format format) {
    return switch (format) {
      case TEXT -> new TextLayout();
      case JSON -> new JsonLayout();
    };
  }

  private static ConsoleAppender<ILoggingEvent> appender(
      LoggerContext context, Layout<ILoggingEvent> layout) {
    layout.setContext(context);
    layout.start();
    LayoutWrappingEncoder<ILoggingEvent> encoder = new LayoutWrappingEncoder<>();
    encoder.setContext(context);
    encoder.setCharset(StandardCharsets.UTF_8);
    encoder.setLayout(layout);
    encoder.start();
    ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
    appender.setContext(context);
    appender.setName("stderr");
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }
}
