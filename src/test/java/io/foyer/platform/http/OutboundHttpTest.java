package io.foyer.platform.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.foyer.platform.http.OutboundFailure.AnswerLost;
import io.foyer.platform.http.OutboundFailure.NotSent;
import io.foyer.platform.http.OutboundHttp.Answer;
import io.foyer.platform.http.OutboundHttp.Call;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.net.NetServer;
import java.net.URI;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A call ends in time and says whether it can have been seen, whatever the other side does. */
class OutboundHttpTest {
  private static final Duration SHORT = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final String WELL = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void anAnswerThatStopsHalfwayIsLostAtTheDeadline() {
    OutboundHttp http = connected("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhal");

    assertThatThrownBy(() -> get(http, SHORT).await()).isInstanceOf(AnswerLost.class);
  }

  @Test
  void silenceIsALostAnswerAtTheDeadline() {
    OutboundHttp http = connected("");

    assertThatThrownBy(() -> get(http, SHORT).await()).isInstanceOf(AnswerLost.class);
  }

  @Test
  void rubbishIsALostAnswer() {
    OutboundHttp http = saying("what?\r\n\r\n");

    assertThatThrownBy(() -> get(http, LONG).await()).isInstanceOf(AnswerLost.class);
  }

  @Test
  void anAnswerWithoutEndIsLostAtTheSizeLimit() {
    OutboundHttp http =
        saying("HTTP/1.1 200 OK\r\nContent-Length: 3000000\r\n\r\n" + "x".repeat(2_000_000));

    assertThatThrownBy(() -> get(http, LONG).await()).isInstanceOf(AnswerLost.class);
  }

  @Test
  void aCallThatGotNoConnectionInTimeWasNotSent() {
    OutboundHttp http = saying("");
    Future<Answer> busy = get(http, Duration.ofHours(1));

    assertThatThrownBy(() -> get(http, SHORT).await()).isInstanceOf(NotSent.class);
    assertThatThrownBy(() -> get(http, Duration.ofNanos(1)).await()).isInstanceOf(NotSent.class);
    assertThat(busy.isComplete()).isFalse();
  }

  @Test
  void aRefusedConnectionWasNotSent() {
    NetServer closed = vertx.createNetServer().connectHandler(socket -> {});
    int port = closed.listen(0, "127.0.0.1").await().actualPort();
    closed.close().await();

    assertThatThrownBy(() -> get(client(port), SHORT).await()).isInstanceOf(NotSent.class);
  }

  /** Has a connection already, so that the deadline is not spent on making one. */
  private OutboundHttp connected(String answer) {
    OutboundHttp http = answering(Stream.concat(Stream.of(WELL), Stream.generate(() -> answer)));
    assertThat(get(http, LONG).await().ok()).isTrue();
    return http;
  }

  private OutboundHttp saying(String answer) {
    return answering(Stream.generate(() -> answer));
  }

  private OutboundHttp answering(Stream<String> answers) {
    Iterator<String> next = answers.iterator();
    NetServer server =
        vertx
            .createNetServer()
            .connectHandler(
                socket ->
                    socket.handler(request -> socket.write(next.next()).onComplete(done -> {})))
            .listen(0, "127.0.0.1")
            .await();
    return client(server.actualPort());
  }

  private OutboundHttp client(int port) {
    return new OutboundHttp(vertx, URI.create("http://127.0.0.1:" + port), 1);
  }

  private static Future<Answer> get(OutboundHttp http, Duration deadline) {
    return http.send(new Call(HttpMethod.GET, "/x", Map.of(), Buffer.buffer(), deadline));
  }
}
