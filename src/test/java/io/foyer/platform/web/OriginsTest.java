package io.foyer.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pages are ours: the check that a cookie needs. */
@ExtendWith(VertxExtension.class)
class OriginsTest {
  private static final Origins NAMED =
      new Origins(Optional.of(URI.create("https://Foyer.example:443/x")), List.of());

  private static boolean ours(Vertx vertx, Origins origins, Map<String, String> headers)
      throws Exception {
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request.response().setStatusCode(origins.ours(request) ? 200 : 403).end())
            .listen(0, "127.0.0.1")
            .await(5, TimeUnit.SECONDS);
    // Closed by hand: of a client that nobody refers to the garbage collector closes the pool.
    HttpClientAgent client = vertx.createHttpClient();
    try {
      return answered(client, server.actualPort(), headers);
    } finally {
      client.close().await(5, TimeUnit.SECONDS);
    }
  }

  private static boolean answered(HttpClientAgent client, int port, Map<String, String> headers)
      throws Exception {
    return client
        .request(HttpMethod.POST, port, "127.0.0.1", "/")
        .map(request -> request.putHeader("Host", "here.example:8080"))
        .compose(
            request -> {
              headers.forEach(request::putHeader);
              return request.send();
            })
        .map(answer -> answer.statusCode() == 200)
        .await(5, TimeUnit.SECONDS);
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, https://foyer.example, true",
    "Origin, https://foyer.example:444, false",
    "Origin, http://foyer.example, false",
    "Origin, https://evil.example, false",
    "Origin, null, false",
    "Origin, http://here.example:8080, false",
    "Sec-Fetch-Site, same-origin, true",
    "Sec-Fetch-Site, same-site, false",
    "Sec-Fetch-Site, none, false",
    "X-Nothing, x, false",
  })
  void onlyOurOwnPageIsOurs(String header, String value, boolean ours, Vertx vertx)
      throws Exception {
    assertThat(ours(vertx, NAMED, Map.of(header, value))).isEqualTo(ours);
  }

  @Test
  void anOriginElsewhereIsNotMendedByAnotherHeader(Vertx vertx) throws Exception {
    Map<String, String> both =
        Map.of("Origin", "https://evil.example", "Sec-Fetch-Site", "same-origin");

    assertThat(ours(vertx, NAMED, both)).isFalse();
  }

  @Test
  void withoutAPublicAddressTheAddressedHostIsOurs(Vertx vertx) throws Exception {
    Origins anywhere = new Origins(Optional.empty(), List.of());

    assertThat(ours(vertx, anywhere, Map.of("Origin", "http://here.example:8080"))).isTrue();
    assertThat(ours(vertx, anywhere, Map.of("Origin", "http://here.example"))).isFalse();
    assertThat(ours(vertx, anywhere, Map.of("Origin", "null"))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "https://a.example, true",
    "https://a.example/, true",
    "https://a.example/x, false",
    "https://a.example?x, false",
    "https://a.example#x, false",
  })
  void anOriginIsNoMoreThanOne(URI address, boolean origin) {
    assertThat(Origins.isOrigin(address)).isEqualTo(origin);
  }
}
