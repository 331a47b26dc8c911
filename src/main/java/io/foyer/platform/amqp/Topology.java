package io.foyer.platform.amqp;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Declares the queues of a consumer. Every method blocks. */
final class Topology {
  private static final Logger log = LoggerFactory.getLogger(Topology.class);

  private Topology() {}

  /** Declares queue and dead-letter queue, unless the configuration leaves that to the operator. */
  static void prepare(Connection connection, ConsumedQueue queue) throws IOException {
    for (String name : queue.declared()) {
      declare(connection, name);
    }
  }

  /** Declares a durable queue. A queue that exists with other arguments is used as it is. */
  private static void declare(Connection connection, String queue) throws IOException {
    // A rejected declaration closes its channel, so each uses a channel of its own.
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
          .log("Queue declaration failed, existing queue is used");
    }
  }
}
