package io.foyer.platform.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.foyer.platform.config.Secret;
import io.foyer.platform.redis.RedisConfig;
import io.foyer.platform.redis.RedisLink;
import io.foyer.testing.RedisServer;
import io.foyer.testing.Services;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The count on a real Redis: exact, shared, and never without an end. */
@ExtendWith(VertxExtension.class)
class RedisHomeIT {
  private static final Gcra THREE = new Gcra(3, Duration.ofHours(1));

  private final String prefix = "t" + UUID.randomUUID().toString().substring(0, 8);
  private RedisLink one;
  private RedisLink two;

  @BeforeEach
  void open(Vertx vertx) {
    one = link(vertx);
    two = link(vertx);
  }

  @AfterEach
  void close() throws Exception {
    one.close().await(5, TimeUnit.SECONDS);
    two.close().await(5, TimeUnit.SECONDS);
  }

  private RedisLink link(Vertx vertx) {
    return link(vertx, Services.find().redis());
  }

  private RedisLink link(Vertx vertx, URI server) {
    Optional<Secret> password =
        Optional.ofNullable(server.getUserInfo()).map(info -> Secret.of(info.split(":", 2)[1]));
    RedisConfig config =
        new RedisConfig(
            Optional.of("redis://" + server.getHost() + ":" + server.getPort()),
            List.of(),
            "mymaster",
            "",
            password,
            false,
            Optional.empty(),
            Duration.ofSeconds(2),
            prefix);
    RedisLink link = new RedisLink(vertx, config);
    link.start();
    await().until(() -> link.check().up());
    return link;
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.await(10, TimeUnit.SECONDS);
  }

  private Response redis(Command command, Object... args) throws Exception {
    Request request = Request.cmd(command);
    for (Object arg : args) {
      request.arg(String.valueOf(arg));
    }
    return get(one.send(request));
  }

  private String key(String key) {
    return prefix + ":limit:" + key;
  }

  @Test
  void ofFortyAtOnceOnTwoNodesExactlyThreePass() throws Exception {
    List<RateLimitStore> nodes =
        List.of(new RedisRateLimitStore(one), new RedisRateLimitStore(two));

    List<Future<Decision>> asked =
        IntStream.range(0, 40).mapToObj(i -> nodes.get(i % 2).take(THREE, "k", 1)).toList();
    get(Future.all(asked));

    assertThat(asked.stream().filter(it -> it.result().allowed())).hasSize(3);
    assertThat(asked.stream().filter(it -> !it.result().allowed()))
        .allMatch(it -> it.result().retryAfter().compareTo(Duration.ofMinutes(20)) <= 0)
        .allMatch(it -> it.result().retryAfter().compareTo(Duration.ofMinutes(15)) > 0);
  }

  @Test
  void everyKeyHasAnEnd() throws Exception {
    RateLimitStore store = new RedisRateLimitStore(one);
    for (int i = 0; i < 5; i++) {
      get(store.take(THREE, "ttl", 1));
    }

    assertThat(redis(Command.PTTL, key("ttl")).toLong()).isBetween(1L, 3_600_000L);
  }

  @Test
  void whatWasRefilledMayComeAgain() throws Exception {
    RateLimitStore store = new RedisRateLimitStore(one);
    for (int i = 0; i < 3; i++) {
      assertThat(get(store.take(THREE, "refilled", 1)).allowed()).isTrue();
    }
    Decision refused = get(store.take(THREE, "refilled", 1));
    assertThat(refused.allowed()).isFalse();

    passes("refilled", refused.retryAfter().minusMinutes(10));
    assertThat(get(store.take(THREE, "refilled", 1)).allowed()).isFalse();
    passes("refilled", Duration.ofMinutes(10));
    assertThat(get(store.take(THREE, "refilled", 1)).allowed()).isTrue();
    assertThat(get(store.take(THREE, "refilled", 1)).allowed()).isFalse();
  }

  /** Moves the moment at which a count is paid off, as if time had passed. */
  private void passes(String key, Duration time) throws Exception {
    assertThat(redis(Command.DECRBY, key(key), time.toNanos() / 1_000).toLong()).isPositive();
  }

  @Test
  void aForgottenScriptIsSentAgain(Vertx vertx, @TempDir Path folder) throws Exception {
    try (RedisServer server = RedisServer.start(folder)) {
      RedisLink link = link(vertx, URI.create(server.url()));
      RateLimitStore store = new RedisRateLimitStore(link);
      get(store.take(THREE, "flushed", 1));
      get(link.send(Request.cmd(Command.SCRIPT).arg("FLUSH")));

      assertThat(get(store.take(THREE, "flushed", 1)).remaining()).isEqualTo(1);
      get(link.close());
    }
  }

  @Test
  void aClockThatWasSetBackHoldsNobodyForLongerThanTheInterval() throws Exception {
    RateLimitStore store = new RedisRateLimitStore(one);
    redis(Command.SET, key("future"), "99999999999999999");

    Decision decision = get(store.take(THREE, "future", 1));

    assertThat(decision.allowed()).isFalse();
    assertThat(decision.reset()).isEqualTo(Duration.ofHours(1));
    assertThat(redis(Command.PTTL, key("future")).toLong()).isBetween(1L, 3_600_000L);
  }

  @Test
  void aKeyThatIsNoNumberCountsAsNew() throws Exception {
    redis(Command.SET, key("odd"), "nonsense");

    assertThat(get(new RedisRateLimitStore(one).take(THREE, "odd", 1)).remaining()).isEqualTo(2);
  }

  @Test
  void aKeyOfAnotherKindIsAFailureForWhoFallsBack() throws Exception {
    redis(Command.LPUSH, key("list"), "x");

    assertThatThrownBy(() -> get(new RedisRateLimitStore(one).take(THREE, "list", 1)))
        .hasMessageContaining("WRONGTYPE");
  }
}
