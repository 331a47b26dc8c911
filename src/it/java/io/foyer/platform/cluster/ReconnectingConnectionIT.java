package io.foyer.platform.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foyer.testing.Services;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which failures of a command cost the connection, by the id that the server gave it. */
class ReconnectingConnectionIT {
  private final MemberEventLoop loop = new MemberEventLoop();
  private ReconnectingConnection connection;

  @BeforeEach
  void open() throws Exception {
    RedisOptions redis = new RedisOptions().setConnectionString(Services.find().redis().toString());
    connection =
        new ReconnectingConnection(
            loop, ClusterSettings.of(redis), "test", made -> Future.succeededFuture(), () -> {});
    onLoop(() -> connection.open());
  }

  @AfterEach
  void close() throws Exception {
    onLoop(() -> connection.close());
    loop.vertx().close().await(30, TimeUnit.SECONDS);
  }

  private <T> T onLoop(Supplier<Future<T>> call) throws Exception {
    Promise<T> done = Promise.promise();
    loop.run(() -> call.get().onComplete(done));
    return done.future().await(30, TimeUnit.SECONDS);
  }

  private Response send(Request request) throws Exception {
    return onLoop(() -> connection.send(request));
  }

  private long connectionId() throws Exception {
    return send(Request.cmd(Command.CLIENT).arg("ID")).toLong();
  }

  private static Request answeredBy(String error) {
    return Request.cmd(Command.EVAL).arg("return redis.error_reply('" + error + "')").arg(0);
  }

  @Test
  void anErrorReplyKeepsTheConnection() throws Exception {
    long before = connectionId();

    assertThatThrownBy(() -> send(answeredBy("WRONGTYPE of a key")))
        .hasMessageContaining("WRONGTYPE");

    assertThat(connectionId()).isEqualTo(before);
  }

  @Test
  void anErrorReplyThatOnlyAnotherServerCanHelpReplacesTheConnection() throws Exception {
    long before = connectionId();

    assertThatThrownBy(() -> send(answeredBy("READONLY replica"))).hasMessageContaining("READONLY");

    await().until(() -> onLoop(() -> Future.succeededFuture(connection.isUp())));
    assertThat(connectionId()).isGreaterThan(before);
  }
}
