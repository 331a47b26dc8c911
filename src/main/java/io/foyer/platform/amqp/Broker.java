package io.foyer.platform.amqp;

import static java.util.Objects.requireNonNull;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.impl.DefaultExceptionHandler;
import com.rabbitmq.client.impl.FrameHandlerFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens connections to the configured RabbitMQ broker. Automatic recovery is off. */
final class Broker {
  private static final Logger log = LoggerFactory.getLogger(Broker.class);
  private static final int HEARTBEAT_SECONDS = 10;
  private static final int TIMEOUT_MILLIS = (int) Duration.ofSeconds(5).toMillis();

  /** Largest frame, RabbitMQ's default: what is read before {@link InboundLimiter} sees it. */
  private static final int LARGEST_FRAME = 128 << 10;

  /** Largest message RabbitMQ can be configured for: {@link InboundLimiter} has the real limit. */
  private static final int LARGEST_BODY = 512 << 20;

  private final RabbitMqConfig config;

  Broker(RabbitMqConfig config) {
    this.config = config;
  }

  private void configure(ConnectionFactory factory) {
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
    factory.setRequestedFrameMax(LARGEST_FRAME);
    factory.setMaxInboundMessageBodySize(LARGEST_BODY);
    factory.setThreadFactory(Thread.ofPlatform().daemon().name("foyer-amqp-io-", 0).factory());
    factory.setExceptionHandler(new QuietExceptionHandler());
  }

  /** A connection and the limiter of what it receives. */
  record Limited(Connection connection, InboundLimiter limiter) {}

  /** Connects for one consuming channel, blocking. */
  Limited connect(String name, ConsumerLimits limits) throws IOException, TimeoutException {
    LimitedConnectionFactory factory = new LimitedConnectionFactory(limits);
    configure(factory);
    Connection connection = factory.newConnection(name);
    return new Limited(connection, requireNonNull(factory.last.get()));
  }

  /** Makes connections that read through an {@link InboundLimiter}. */
  private static final class LimitedConnectionFactory extends ConnectionFactory {
    private final ConsumerLimits limits;

    /** The limiter of the last connection tried, which is the one that was opened. */
    private final AtomicReference<InboundLimiter> last = new AtomicReference<>();

    LimitedConnectionFactory(ConsumerLimits limits) {
      this.limits = limits;
    }

    @Override
    protected synchronized FrameHandlerFactory createFrameHandlerFactory() throws IOException {
      FrameHandlerFactory sockets = super.createFrameHandlerFactory();
      return (address, connectionName) -> {
        InboundLimiter limiter =
            new InboundLimiter(sockets.create(address, connectionName), limits);
        last.set(limiter);
        return limiter;
      };
    }
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
