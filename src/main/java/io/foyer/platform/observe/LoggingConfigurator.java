package io.foyer.platform.observe;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

/**
 * Logback's configuration until the settings are read: text at level INFO. Found by logback as a
 * service. Parsing a file in XML took a tenth of a second of each start; that of tests is used
 * where there is one.
 */
public final class LoggingConfigurator extends ContextAwareBase implements Configurator {
  /** Logback's own name of a configuration for tests. */
  private static final String OF_TESTS = "/logback-test.xml";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (LoggingConfigurator.class.getResource(OF_TESTS) != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    Logging.apply(context, org.slf4j.event.Level.INFO, Logging.Format.TEXT);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
