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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  private static final String TEMPLATES = "/templates/";
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{([a-z-]+)}}");

  private final Map<String, StaticFile> files;
  private final Map<String, String> templates;

  private Pages(Map<String, StaticFile> files, Map<String, String> templates) {
    this.files = Map.copyOf(files);
    this.templates = Map.copyOf(templates);
  }

  /** Reads the pages and completes them for what this installation can do. */
  public static Future<Pages> load(
      Vertx vertx, OpenApiContract contract, Capabilities capabilities) {
    return vertx.executeBlocking(() -> read(contract, capabilities));
  }

  private static Pages read(OpenApiContract contract, Capabilities capabilities)
      throws IOException {
    Map<String, byte[]> read = Webroot.read();
    PageShell shell = new PageShell(read, capabilities);
    Map<String, StaticFile> files = new HashMap<>();
    Map<String, String> templates = new HashMap<>();
    read.forEach(
        (path, content) -> {
          if (path.startsWith(TEMPLATES)) {
            String name = path.substring(TEMPLATES.length(), path.length() - HTML.length());
            shell.complete(text(content)).ifPresent(page -> templates.put(name, page));
          } else {
            content(shell, path, content)
                .map(whole -> new StaticFile(type(path), whole))
                .ifPresent(file -> put(files, path, file));
          }
        });
    files.put("/openapi.yaml", new StaticFile("application/yaml", contract.yaml().getBytes()));
    files.put("/openapi.json", new StaticFile("application/json", contract.json().getBytes()));
    return new Pages(files, templates);
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }

  /**
   * A page of {@code templates/} with its {@code {{placeholders}}} filled.
   *
   * @param name its file's name without the ending
   * @param values by placeholder, plain text: it is escaped here
   * @throws IllegalArgumentException if there is no such template, or a placeholder has no value
   */
  public String fill(String name, Map<String, String> values) {
    String template = templates.get(name);
    if (template == null) {
      throw new IllegalArgumentException("no such template: " + name);
    }
    return PLACEHOLDER
        .matcher(template)
        .replaceAll(
            found -> {
              String value = values.get(found.group(1));
              if (value == null) {
                throw new IllegalArgumentException("no value for " + found.group());
              }
              return Matcher.quoteReplacement(PageShell.escaped(value));
            });
  }

  private static Optional<byte[]> content(PageShell shell, String path, byte[] content) {
    if (PageShell.isFragment(path)) {
      return Optional.empty();
    }
    return path.endsWith(HTML)
        ? shell.complete(text(content)).map(Pages::bytes)
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
