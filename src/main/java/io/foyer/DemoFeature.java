package io.foyer;

import io.foyer.demo.Demo;
import io.foyer.platform.limits.RateLimiter;
import io.foyer.platform.web.Capabilities;
import io.foyer.platform.web.HttpServerSettings;
import io.foyer.platform.web.Pages;
import io.foyer.platform.web.RouteGroup;
import java.util.List;
import java.util.Set;

/** Builds the live page of {@code foyer demo}. */
record DemoFeature(Demo demo) implements AdditionalFeature {
  @Override
  public Feature create(FoyerConfig config, CoreServices core, Features features) {
    return new Feature() {
      @Override
      public Set<String> capabilities() {
        return Set.of(Capabilities.DEMO);
      }

      @Override
      public List<RouteGroup> routes(HttpServerSettings http, RateLimiter limiter, Pages pages) {
        return List.of(
            demo.routes(
                core.vertx(),
                core.database(),
                core.wakeupNotifier(),
                features.meetings().linkPrefix()));
      }
    };
  }
}
