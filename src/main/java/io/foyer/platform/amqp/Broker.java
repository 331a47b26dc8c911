package io.foyer.platform.amqp;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.DefaultExceptionHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens connections to the broker of a configuration. They never recover by themselves. */
final class Broker {
  private static final Logger log = LoggerFactory.getLogger(Broker.class);
  private static final int HEARTBEAT_SECONDS = 10;
  private static final int STEP_MILLIS = (int) Duration.ofSeconds(5).toMillis();

  /**
   * The most RabbitMQ can be set to. With less here, one larger message would end every attempt.
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
    factory.setConnectionTimeout(STEP_MILLIS);
    factory.setHandshakeTimeout(STEP_MILLIS);
    factory.setChannelRpcTimeout(STEP_MILLIS);
    factory.setMaxInboundMessageBodySize(LARGEST_BODY);
    factory.setThreadFactory(Thread.ofPlatform().daemon().name("foyer-amqp-io-", 0).factory());
    factory.setExceptionHandler(new Remarks());
  }

  RabbitMqConfig config() {
    return config;
  }

  /** Blocks until connected; {@code name} is what the operator sees in the broker's lists. */
  Connection connect(String name) throws IOException, TimeoutException {
    return factory.newConnection(name);
  }

  /** The library reports a lost connection as an error; nobody needs to act, we come back. */
  private static final class Remarks extends DefaultExceptionHandler {
    @Override
    protected void log(String message, Throwable cause) {
      log.atDebug().addKeyValue("remark", message).setCause(cause).log("broker connection trouble");
    }
  }
}
