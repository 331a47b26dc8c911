package io.foyer.accounts.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.foyer.accounts.AccountService;
import io.foyer.accounts.SessionService;
import io.foyer.chat.ChatService;
import io.foyer.chat.wire.ChatWires;
import io.foyer.platform.config.HostPort;
import io.foyer.platform.observe.Readiness;
import io.foyer.platform.web.HttpServerSettings;
import io.foyer.platform.web.RouteGroup;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The old wires on paper and as they are mounted are the same. */
class WireRoutesTest {
  private static final Set<String> VERBS = Set.of("get", "put", "post", "patch", "delete");

  private final Vertx vertx = Vertx.vertx();
  private final HttpServerSettings settings =
      HttpServerSettings.of(
          new HostPort("127.0.0.1", 0), Duration.ofSeconds(1), 1_000, Optional.empty());
  private final List<RouteGroup> groups =
      Stream.concat(
              AccountWires.routes(
                  nobody(AccountService.class),
                  nobody(SessionService.class),
                  settings,
                  new Readiness(new SimpleMeterRegistry()))
                  .stream(),
              ChatWires.old(nobody(ChatService.class), settings).stream())
          .toList();

  @AfterEach
  void close() {
    vertx.close().await();
  }

  /** Nothing is asked of a service before somebody comes. */
  private static <T> T nobody(Class<T> service) {
    return service.cast(
        Proxy.newProxyInstance(
            service.getClassLoader(),
            new Class<?>[] {service},
            (proxy, method, arguments) -> {
              throw new IllegalStateException(method.getName());
            }));
  }

  /** As {@code GET /path/{name}}; those of other wires and of the own API left out. */
  private static Set<String> documented() throws IOException {
    try (InputStream yaml =
        Objects.requireNonNull(WireRoutesTest.class.getResourceAsStream("/openapi/foyer.yaml"))) {
      JsonObject paths =
          new JsonObject(new ObjectMapper(new YAMLFactory()).readTree(yaml).toString())
              .getJsonObject("paths");
      return paths.fieldNames().stream()
          .filter(WireRoutesTest::old)
          .filter(path -> !paths.getJsonObject(path).containsKey("x-enforced"))
          .flatMap(path -> verbs(paths.getJsonObject(path)).map(verb -> verb + " " + path))
          .collect(Collectors.toUnmodifiableSet());
    }
  }

  private static boolean old(String path) {
    return Stream.of("/api/v1/", "/v1/", "/health", "/readiness").anyMatch(path::startsWith);
  }

  private static Stream<String> verbs(JsonObject path) {
    return path.fieldNames().stream()
        .filter(VERBS::contains)
        .map(verb -> HttpMethod.valueOf(verb.toUpperCase(java.util.Locale.ROOT)).name());
  }

  private static Stream<String> mounted(Route route) {
    String path = route.getPath().replaceAll(":(\\w+)", "{$1}");
    return route.methods().stream()
        .filter(method -> !method.equals(HttpMethod.HEAD))
        .map(method -> method.name() + " " + path);
  }

  @Test
  void whatIsMountedIsDocumentedAndWhatIsDocumentedIsMounted() throws IOException {
    Router router = Router.router(vertx);
    groups.forEach(group -> group.mount(router));

    Set<String> mounted =
        router.getRoutes().stream()
            .flatMap(WireRoutesTest::mounted)
            .collect(Collectors.toUnmodifiableSet());

    assertThat(mounted).isEqualTo(documented()).hasSize(16);
  }

  @Test
  void aRefusedVerbIsToldWhichAreTaken() throws IOException {
    for (String operation : documented()) {
      String[] parts = operation.split(" ", 2);
      String path = parts[1].replaceAll("\\{\\w+}", "65f0a1b2c3d4e5f601234567");
      assertThat(groups.stream().flatMap(group -> group.allowed(path).stream()))
          .as(operation)
          .contains(parts[0]);
    }
  }
}
