package io.foyer.platform.amqp;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.DefaultExceptionHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens connections to the configured RabbitMQ broker. Automatic recovery is off. */
final class Broker {
  private static final Logger log = LoggerFactory.getLogger(Broker.class);
  private static final int HEARTBEAT_SECONDS = 10;
  private static final int TIMEOUT_MILLIS = (int) Duration.ofSeconds(5).toMillis();

  /**
   * Largest message RabbitMQ can be configured for. With a lower limit in the client, one larger
   * message would close the connection on every attempt.
   */
  private static final int LARGEST_BODY = 512 << 20;

  private final ConnectionFactory factory = new ConnectionFactory();
  private final RabbitMqConfig config;

  Broker(RabbitMqConfig config) {
    this.config = config;
    factory.setHost(config.host());
    factory.setPort(config.port());
    factory.setVirtualHost(config.vhost().isEmpty() ? "/" : config.vhost());
    factory.setUsername(config.user());
    factory.setPassword(config.password().reveal());
    factory.setAutomaticRecoveryEnabled(false);
    factory.setTopologyRecoveryEnabled(false);
    factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
    factory.setConnectionTimeout(TIMEOUT_MILLIS);
    factory.setHandshakeTimeout(TIMEOUT_MILLIS);
    factory.setChannelRpcTimeout(TIMEOUT_MILLIS);
    factory.setMaxInboundMessageBodySize(LARGEST_BODY);
    factory.setThreadFactory(Thread.ofPlatform().daemon().name("foyer-amqp-io-", 0).factory());
    factory.setExceptionHandler(new QuietExceptionHandler());
  }

  RabbitMqConfig config() {
    return config;
  }

  /** Connects, blocking. {@code name} is shown in the broker's management UI. */
  Connection connect(String name) throws IOException, TimeoutException {
    return factory.newConnection(name);
  }

  /**
   * Logs connection errors at debug: the library reports them as errors, but the consumer
   * reconnects.
   */
  private static final class QuietExceptionHandler extends DefaultExceptionHandler {
    @Override
    protected void log(String message, Throwable cause) {
      log.atDebug().addKeyValue("remark", message).setCause(cause).log("Broker connection error");
    }
  }
}
