package io.foyer;

import io.foyer.demo.Demo;
import io.foyer.platform.web.HttpServerSettings;
import io.foyer.platform.web.RouteGroup;
import java.util.List;

/** Builds the live page of {@code foyer demo}. */
record DemoFeature(Demo demo) implements AdditionalFeature {
  @Override
  public Feature create(FoyerConfig config, CoreServices core, Features features) {
    return new Feature() {
      @Override
      public List<RouteGroup> routes(HttpServerSettings http) {
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
