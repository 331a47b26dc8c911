package io.foyer.platform.web;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Selects the {@link ErrorRenderer} of a path: that of the longest matching mount. */
final class ErrorRenderers {
  private final TreeMap<String, ErrorRenderer> mounts = new TreeMap<>();
  private final ErrorRenderer problems = new ProblemRenderer();
  private final ErrorRenderer pages = new ErrorPageRenderer();

  ErrorRenderers(List<RouteGroup> groups) {
    groups.forEach(group -> mounts.putAll(group.errorRenderers()));
  }

  /** The renderer of a mount; elsewhere HTML for browsers and problem JSON for other clients. */
  ErrorRenderer of(HttpServerRequest request, String path) {
    for (Map.Entry<String, ErrorRenderer> mount : mounts.descendingMap().entrySet()) {
      if (path.equals(mount.getKey()) || path.startsWith(mount.getKey() + "/")) {
        return mount.getValue();
      }
    }
    return !path.startsWith("/api/") && wantsPage(request) ? pages : problems;
  }

  private static boolean wantsPage(HttpServerRequest request) {
    String accept = request.getHeader("Accept");
    return accept != null && accept.contains("text/html");
  }
}
