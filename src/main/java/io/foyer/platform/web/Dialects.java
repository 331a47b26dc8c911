package io.foyer.platform.web;

import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which dialect answers where: the longest mount that holds the path wins. */
final class Dialects {
  private final TreeMap<String, Dialect> mounts = new TreeMap<>();
  private final Dialect problems = new ProblemRenderer();
  private final Dialect pages = new PageDialect();

  Dialects(List<RouteGroup> groups) {
    groups.forEach(group -> mounts.putAll(group.dialects()));
  }

  /** The dialect of a mount; elsewhere a page for a browser and problem JSON for a program. */
  Dialect of(HttpServerRequest request, String path) {
    for (Map.Entry<String, Dialect> mount : mounts.descendingMap().entrySet()) {
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
