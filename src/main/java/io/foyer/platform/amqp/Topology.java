package io.foyer.platform.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The queues a consumer needs. Every method blocks. */
final class Topology {
  private static final Logger log = LoggerFactory.getLogger(Topology.class);

  private Topology() {}

  /** Sees to it that both queues are there, as far as the configuration lets us. */
  static void prepare(Connection connection, RabbitMqConfig config) throws IOException {
    if (config.declare()) {
      declare(connection, config.queue());
      declare(connection, config.deadLetters());
    }
  }

  /** Declares a durable queue; where it exists with other arguments, it is taken as it is. */
  private static void declare(Connection connection, String queue) throws IOException {
    // A refused declaration closes its channel, so each gets one of its own.
    Channel channel = connection.createChannel();
    try {
      channel.queueDeclare(queue, true, false, false, Map.of());
      channel.abort();
    } catch (IOException e) {
      if (!BrokerErrors.isOf(e, BrokerErrors.PRECONDITION_FAILED, BrokerErrors.ACCESS_REFUSED)) {
        throw e;
      }
      log.atWarn()
          .addKeyValue("queue", queue)
          .addKeyValue("cause", BrokerErrors.text(e))
          .log("queue cannot be declared as durable, used as it is");
    }
  }
}
