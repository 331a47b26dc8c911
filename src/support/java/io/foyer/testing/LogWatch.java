package io.foyer.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Hears everything that is logged while it is open, Foyer's own lines down to DEBUG. */
public final class LogWatch extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private static final Logger ROOT =
      (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private static final Logger FOYER = (Logger) LoggerFactory.getLogger("io.foyer");

  private final List<String> lines = new ArrayList<>();

  private LogWatch() {}

  /** Begins to listen. */
  public static LogWatch open() {
    LogWatch watch = new LogWatch();
    watch.setContext(ROOT.getLoggerContext());
    watch.start();
    FOYER.setLevel(Level.DEBUG);
    FOYER.setAdditive(false); // the console need not show what is only heard here
    FOYER.addAppender(watch);
    ROOT.addAppender(watch);
    return watch;
  }

  @Override
  protected void append(ILoggingEvent event) {
    String failure =
        Optional.ofNullable(event.getThrowableProxy()).map(ThrowableProxyUtil::asString).orElse("");
    synchronized (lines) {
      lines.add(
          "%s %s %s %s %s"
              .formatted(
                  event.getLevel(),
                  event.getLoggerName(),
                  event.getFormattedMessage(),
                  event.getKeyValuePairs(),
                  failure));
    }
  }

  /** What was heard so far, a line each, failures with their stack. */
  public List<String> lines() {
    synchronized (lines) {
      return List.copyOf(lines);
    }
  }

  /** The lines that hold {@code text}. */
  public List<String> holding(String text) {
    return lines().stream().filter(line -> line.contains(text)).toList();
  }

  @Override
  public void close() {
    FOYER.detachAppender(this);
    ROOT.detachAppender(this);
    FOYER.setLevel(null);
    FOYER.setAdditive(true);
    stop();
  }
}
