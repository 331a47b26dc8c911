package io.foyer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.ConnectionFactory;
import io.foyer.testing.Services;
import io.nats.client.Nats;
import io.nats.client.api.StorageType;
import io.nats.client.api.StreamConfiguration;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.sqlclient.PoolOptions;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The servers that the other tests rely on are there, and are the real ones. */
@ExtendWith(VertxExtension.class)
class ServicesIT {
  private final Services services = Services.find();

  @Test
  void postgresAnswersAQueryAndIsDurable(Vertx vertx) throws Exception {
    Services.Postgres postgres = services.postgres();
    var options =
        new PgConnectOptions()
            .setHost(postgres.host())
            .setPort(postgres.port())
            .setUser(postgres.user())
            .setPassword(postgres.password())
            .setDatabase(postgres.database());
    var pool = PgBuilder.pool().using(vertx).connectingTo(options).with(new PoolOptions()).build();

    String answer =
        pool.query("select current_setting('fsync') || current_setting('synchronous_commit')")
            .execute()
            .map(rows -> rows.iterator().next().getString(0))
            .eventually(pool::close)
            .await(10, TimeUnit.SECONDS);

    assertThat(answer).isEqualTo("onon");
  }

  @Test
  void redisAnswersAPing(Vertx vertx) throws Exception {
    var redis = Redis.createClient(vertx, services.redis().toString());

    String answer =
        redis
            .send(Request.cmd(Command.PING))
            .map(response -> response.toString())
            .eventually(redis::close)
            .await(10, TimeUnit.SECONDS);

    assertThat(answer).isEqualTo("PONG");
  }

  @Test
  void rabbitmqGivesBackAPublishedMessage() throws Exception {
    var factory = new ConnectionFactory();
    factory.setUri(services.rabbitmq());
    try (var connection = factory.newConnection();
        var channel = connection.createChannel()) {
      String queue = channel.queueDeclare().getQueue();
      channel.confirmSelect();

      channel.basicPublish("", queue, null, "hello".getBytes(UTF_8));
      channel.waitForConfirmsOrDie(10_000);

      assertThat(channel.basicGet(queue, true).getBody()).isEqualTo("hello".getBytes(UTF_8));
    }
  }

  @Test
  void natsStoresAMessageInAStream() throws Exception {
    String name = "services-it-" + UUID.randomUUID();
    var connection = Nats.connect(services.nats().toString());
    var management = connection.jetStreamManagement();
    management.addStream(
        StreamConfiguration.builder()
            .name(name)
            .subjects(name)
            .storageType(StorageType.File)
            .build());
    try {
      assertThat(connection.jetStream().publish(name, "hello".getBytes(UTF_8)).getSeqno())
          .isEqualTo(1);
    } finally {
      management.deleteStream(name);
      connection.close();
    }
  }
}
