package io.foyer.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.util.List;
import org.junit.jupiter.api.Test;

class HttpServerMetersTest {
  private static final String PATH = "/fast";

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

  @Test
  void requestsOfDirectRoutesAreCountedUnderTheNewAndTheDeprecatedName() {
    HttpServerMeters meters =
        new HttpServerMeters(
            registry, new HttpServerState(1, 1, peer -> false), List.of(new Direct()));

    meters.direct(PATH).add(3);

    assertThat(count("foyer.http.direct.requests")).isEqualTo(3);
    assertThat(count("foyer.http.lane.requests")).isEqualTo(3);
  }

  private double count(String name) {
    return registry.get(name).tag("route", PATH).functionCounter().count();
  }

  private record Direct() implements RouteGroup, DirectRoute {
    @Override
    public void mount(Router router) {
      // has no other route
    }

    @Override
    public List<DirectRoute> direct() {
      return List.of(this);
    }

    @Override
    public String path() {
      return PATH;
    }

    @Override
    public void handle(HttpServerRequest request) {
      throw new UnsupportedOperationException();
    }
  }
}
