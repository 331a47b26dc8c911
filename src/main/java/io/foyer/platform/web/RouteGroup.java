package io.foyer.platform.web;

import io.vertx.ext.web.Router;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The routes one feature brings. Each event loop has a router of its own, so {@link #mount} is
 * called once per event loop and must not share what is not safe to share.
 */
public interface RouteGroup {
  /** Adds the routes. Groups are mounted in the order they were given. */
  void mount(Router router);

  /** Addresses served before and without the router; the same objects serve every event loop. */
  default List<DirectRoute> direct() {
    return List.of();
  }

  /** How errors are said below a path, such as {@code /webhooks}; without a slash at the end. */
  default Map<String, ErrorRenderer> errorRenderers() {
    return Map.of();
  }

  /** The methods this group takes at a path, for the {@code Allow} header of a 405. */
  default Set<String> allowed(String path) {
    return Set.of();
  }
}
