package io.foyer.platform.nats;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connection options for NATS: servers, authentication, timeouts. */
final class NatsOptions {
  private static final Logger log = LoggerFactory.getLogger(NatsOptions.class);
  private static final Duration CONNECT = Duration.ofSeconds(3);

  private NatsOptions() {}

  static Options.Builder of(NatsConfig config, String name) {
    Options.Builder options =
        Options.builder()
            .servers(config.url().toArray(String[]::new))
            .connectionName(name)
            .connectionTimeout(CONNECT)
            .errorListener(new QuietErrorListener())
            .connectionListener(
                (connection, event) ->
                    log.atDebug().addKeyValue("event", event).log("NATS connection event"));
    authenticate(config, options);
    return options;
  }

  private static void authenticate(NatsConfig config, Options.Builder options) {
    if (config.credentials().isPresent()) {
      options.authHandler(Nats.credentials(config.credentials().get().toString()));
    } else if (config.token().isPresent()) {
      options.token(config.token().get().reveal().toCharArray());
    } else if (config.user().isPresent()) {
      options.userInfo(config.user().get(), config.password().orElseThrow().reveal());
    }
  }

  /** Logs errors at debug: calls report those that matter, and the rest repeats each second. */
  private static final class QuietErrorListener implements ErrorListener {
    @Override
    public void errorOccurred(Connection connection, String error) {
      log.atDebug().addKeyValue("cause", error).log("NATS error");
    }

    @Override
    public void exceptionOccurred(Connection connection, Exception failure) {
      log.atDebug().setCause(failure).log("NATS connection error");
    }
  }
}
