package io.foyer.chat.wire.bridge;

import static io.foyer.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.foyer.chat.wire.plain.OpenSockets;
import io.foyer.feeds.FeedSeats;
import io.foyer.platform.Problem;
import io.foyer.platform.ProblemException;
import io.foyer.platform.socket.ConnectionLimits;
import io.foyer.platform.socket.ConnectionQuota;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose a session is before the library has opened it: its answer may be out by then. */
class PolledSessionsTest {
  private final Vertx vertx = Vertx.vertx();
  private final Promise<RoutingContext> opening = Promise.promise();
  private final ConnectionQuota quota =
      new ConnectionQuota(new ConnectionLimits(2, 1, 1), new SimpleMeterRegistry());
  private int port;

  private PolledSessions sessions;

  @BeforeEach
  void listen() throws Exception {
    sessions =
        new PolledSessions(
            new BridgeHouse(
                vertx,
                new FakeHub(),
                FeedSeats.NONE,
                new FakeSignIn(),
                new OpenSockets(100, new SimpleMeterRegistry()),
                Map.of()),
            request -> InetAddress.getLoopbackAddress(),
            request -> quota.admit(InetAddress.getLoopbackAddress()));
    Router router = Router.router(vertx);
    router
        .postWithRegex("/(?<server>[^/]+)/(?<session>[^/]+)/(?:xhr|xhr_send)")
        .handler(
            context ->
                sessions.enter(
                    context,
                    Optional.ofNullable(context.request().getHeader("X-Cookie"))
                        .map(FakeSignIn::known)))
        .handler(this::library)
        .failureHandler(PolledSessionsTest::refused);
    HttpServer server = vertx.createHttpServer().requestHandler(router);
    port = server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS).actualPort();
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().await(10, TimeUnit.SECONDS);
  }

  private static void refused(RoutingContext context) {
    boolean tooMany =
        context.failure() instanceof ProblemException known
            && known.problem() instanceof Problem.TooMany;
    context.response().setStatusCode(tooMany ? 429 : context.statusCode()).end();
  }

  /** In the library's place: is at the first for as long as the test likes, and answers others. */
  private void library(RoutingContext context) {
    if (!opening.tryComplete(context)) {
      context.response().setStatusCode(204).end();
    }
  }

  private Future<Integer> post(String transport, Optional<String> name) {
    return post(transport, "one", name);
  }

  private Future<Integer> post(String transport, String session, Optional<String> name) {
    return vertx
        .createHttpClient()
        .request(HttpMethod.POST, port, "127.0.0.1", "/000/" + session + "/" + transport)
        .compose(
            request -> {
              name.ifPresent(it -> request.putHeader("X-Cookie", it));
              return request.send();
            })
        .map(response -> response.statusCode());
  }

  @Test
  void aSessionThatIsBeingOpenedIsNobodyElses() throws Exception {
    Future<Integer> first = post("xhr", Optional.of("ann"));
    RoutingContext held = await(opening.future());

    assertThat(await(post("xhr_send", Optional.empty()))).isEqualTo(404);
    assertThat(await(post("xhr_send", Optional.of("eve")))).isEqualTo(404);
    assertThat(await(post("xhr", Optional.of("eve")))).isEqualTo(404);
    assertThat(await(post("xhr_send", Optional.of("ann")))).isEqualTo(204);

    held.response().end();
    assertThat(await(first)).isEqualTo(200);
    assertThat(await(post("xhr_send", Optional.of("eve")))).isEqualTo(404);
  }

  @Test
  void whatTheLibraryRefusesIsNobodys() throws Exception {
    Future<Integer> first = post("xhr", Optional.of("ann"));
    await(opening.future()).fail(405);
    assertThat(await(first)).isEqualTo(405);

    assertThat(await(post("xhr_send", Optional.of("ann")))).isEqualTo(404);
    assertThat(await(post("xhr", Optional.of("eve")))).isEqualTo(204);
  }

  @Test
  void aSessionHasAPlaceUntilTheLibraryRefusesIt() throws Exception {
    Future<Integer> first = post("xhr", Optional.of("ann"));
    RoutingContext held = await(opening.future());
    assertThat(await(post("xhr", "two", Optional.of("ann")))).isEqualTo(429);
    assertThat(await(post("xhr_send", "two", Optional.of("ann")))).isEqualTo(404);

    held.fail(405);
    await(first);

    Awaitility.await().until(() -> quota.count() == 0);
    assertThat(await(post("xhr", "two", Optional.of("ann")))).isEqualTo(204);
  }

  @Test
  void anAnswerThatOpensNoSessionFreesItsPlace() throws Exception {
    Future<Integer> first = post("xhr", Optional.of("ann"));
    await(opening.future()).response().end("c[3000]");
    assertThat(await(first)).isEqualTo(200);

    Awaitility.await().until(() -> quota.count() == 0);
    assertThat(await(post("xhr", Optional.of("eve")))).isEqualTo(204);
  }

  @Test
  void aRequestThatIsGoneTakesNoPlace() throws Exception {
    Promise<Void> asked = Promise.promise();
    Promise<Void> gone = Promise.promise();
    Promise<Void> entered = Promise.promise();
    Router router = Router.router(vertx);
    router
        .postWithRegex("/(?<server>[^/]+)/(?<session>[^/]+)/xhr")
        .handler(
            context -> {
              context.response().closeHandler(closed -> gone.complete());
              asked.complete();
              gone.future()
                  .onSuccess(
                      closed -> {
                        sessions.enter(context, Optional.empty());
                        entered.complete();
                      });
            });
    HttpServer server = vertx.createHttpServer().requestHandler(router);
    int other = server.listen(0, "127.0.0.1").await(10, TimeUnit.SECONDS).actualPort();
    HttpClientRequest request =
        vertx
            .createHttpClient()
            .request(HttpMethod.POST, other, "127.0.0.1", "/000/one/xhr")
            .await(10, TimeUnit.SECONDS);
    Future<HttpClientResponse> answer = request.send();
    await(asked.future());

    request.connection().close();

    await(answer.otherwiseEmpty());
    await(entered.future());
    assertThat(quota.count()).isZero();
  }

  @Test
  void nobodySendsToASessionThatIsNotThere() throws Exception {
    assertThat(await(post("xhr_send", Optional.of("ann")))).isEqualTo(404);
  }
}
