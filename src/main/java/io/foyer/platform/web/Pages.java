package io.foyer.platform.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Pages of {@code webroot}, and the contract at {@code /openapi.yaml} and {@code /openapi.json},
 * served from memory. What is not among them finds nothing, so no path leads to a disk.
 */
public final class Pages implements RouteGroup {
  private static final Set<String> READ = Set.of("GET", "HEAD");
  private static final String INDEX = "index.html";
  private static final String HTML = ".html";
  private static final String TEXT = "text/plain; charset=utf-8";

  /** By the end of a file's name. */
  private static final Map<String, String> TYPES =
      Map.of(
          HTML,
          "text/html; charset=utf-8",
          ".js",
          "text/javascript; charset=utf-8",
          ".css",
          "text/css; charset=utf-8",
          ".svg",
          "image/svg+xml");

  private final Map<String, StaticFile> files;

  private Pages(Map<String, StaticFile> files) {
    this.files = Map.copyOf(files);
  }

  /** Reads the pages and completes them for what this installation can do. */
  public static Future<Pages> load(
      Vertx vertx, OpenApiContract contract, Capabilities capabilities) {
    return vertx.executeBlocking(() -> new Pages(files(contract, capabilities)));
  }

  private static Map<String, StaticFile> files(OpenApiContract contract, Capabilities capabilities)
      throws IOException {
    Map<String, byte[]> read = Webroot.read();
    PageShell shell = new PageShell(read, capabilities);
    Map<String, StaticFile> files = new HashMap<>();
    read.forEach(
        (path, content) ->
            content(shell, path, content)
                .map(whole -> StaticFile.of(type(path), whole))
                .ifPresent(file -> put(files, path, file)));
    files.put("/openapi.yaml", StaticFile.of("application/yaml", contract.yaml().getBytes()));
    files.put("/openapi.json", StaticFile.of("application/json", contract.json().getBytes()));
    return files;
  }

  private static Optional<byte[]> content(PageShell shell, String path, byte[] content) {
    if (PageShell.isFragment(path)) {
      return Optional.empty();
    }
    return path.endsWith(HTML)
        ? shell.complete(new String(content, StandardCharsets.UTF_8)).map(Pages::bytes)
        : Optional.of(content);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String type(String path) {
    int end = path.lastIndexOf('.');
    return end < 0 ? TEXT : TYPES.getOrDefault(path.substring(end), TEXT);
  }

  /** An index page is also served at its folder, with and without the last slash. */
  private static void put(Map<String, StaticFile> files, String path, StaticFile file) {
    files.put(path, file);
    if (path.endsWith("/" + INDEX)) {
      String folder = path.substring(0, path.length() - INDEX.length());
      files.put(folder, file);
      if (folder.length() > 1) {
        files.put(folder.substring(0, folder.length() - 1), file);
      }
    }
  }

  @Override
  public void mount(Router router) {
    router.route().handler(this::serve);
  }

  private void serve(RoutingContext context) {
    StaticFile file = files.get(context.normalizedPath());
    if (file == null || !READ.contains(context.request().method().name())) {
      context.next();
    } else {
      file.send(context.request());
    }
  }

  @Override
  public Set<String> allowed(String path) {
    return files.containsKey(path) ? READ : Set.of();
  }
}
