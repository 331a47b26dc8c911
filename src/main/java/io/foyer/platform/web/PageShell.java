package io.foyer.platform.web;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Completes pages when they are loaded. {@code <!-- shell:head -->} and {@code <!-- shell:body -->}
 * become the fragments in {@code shell/}: what all pages have in common is written once, and is
 * there at the first paint. Text between {@code <!-- if x -->} and {@code <!-- end -->} stays only
 * where the {@link Capabilities} have x; a page that begins with {@code <!-- needs x -->} is left
 * out without it. Every module that a page imports is named for preloading.
 */
final class PageShell {
  private static final String FRAGMENTS = "/shell/";
  private static final Pattern NEEDS = Pattern.compile("\\A<!-- needs (\\S+) -->\\n");
  private static final Pattern FRAGMENT = Pattern.compile("<!-- shell:(\\w+) -->");
  private static final Pattern CONDITION =
      Pattern.compile(" *<!-- if (\\S+) -->\\n?(.*?) *<!-- end -->\\n?", Pattern.DOTALL);
  private static final Pattern MODULE = Pattern.compile("<script type=\"module\" src=\"([^\"]+)\"");
  private static final Pattern IMPORT =
      Pattern.compile(
          "(?m)^(?:import\\s+|(?:import|export)\\b[^;\"]*?\\bfrom\\s+)\"([./][^\"]+)\";");

  private final Map<String, byte[]> files;
  private final Capabilities capabilities;

  PageShell(Map<String, byte[]> files, Capabilities capabilities) {
    this.files = files;
    this.capabilities = capabilities;
  }

  /** Whether a path is only a part of pages. */
  static boolean isFragment(String path) {
    return path.startsWith(FRAGMENTS);
  }

  /** The whole page; empty where a capability is missing that it needs. */
  Optional<String> complete(String page) {
    Matcher needs = NEEDS.matcher(page);
    if (needs.find() && !capabilities.holds(needs.group(1))) {
      return Optional.empty();
    }
    String whole = FRAGMENT.matcher(needs.replaceFirst("")).replaceAll(this::fragment);
    String fitting = CONDITION.matcher(whole).replaceAll(this::kept);
    return Optional.of(
        fitting
            .replace("{{capabilities}}", String.join(" ", new TreeSet<>(capabilities.names())))
            .replace("{{longest-text}}", Integer.toString(capabilities.longestText()))
            .replace("{{webhook-secret}}", escaped(capabilities.webhookSecret().orElse("")))
            .replace("{{preload}}", preload(fitting)));
  }

  private String fragment(MatchResult found) {
    return Matcher.quoteReplacement(text(FRAGMENTS + found.group(1) + ".html").strip());
  }

  private String kept(MatchResult found) {
    return capabilities.holds(found.group(1)) ? Matcher.quoteReplacement(found.group(2)) : "";
  }

  private String preload(String page) {
    Set<String> modules = new LinkedHashSet<>();
    Matcher entry = MODULE.matcher(page);
    while (entry.find()) {
      follow(entry.group(1), modules);
    }
    return modules.stream()
        .map("<link rel=\"modulepreload\" href=\"%s\">"::formatted)
        .collect(Collectors.joining("\n"));
  }

  /** Adds a module and, depth first, all that it imports. */
  private void follow(String module, Set<String> found) {
    if (found.add(module)) {
      String folder = module.substring(0, module.lastIndexOf('/') + 1);
      Matcher imported = IMPORT.matcher(text(module));
      while (imported.find()) {
        String name = imported.group(1);
        follow(name.startsWith("./") ? folder + name.substring(2) : name, found);
      }
    }
  }

  private String text(String path) {
    byte[] bytes = files.get(path);
    if (bytes == null) {
      throw new IllegalStateException("no such file in webroot: " + path);
    }
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Text for content and for attributes in double quotes. */
  static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("\"", "&quot;")
        .replace("<", "&lt;")
        .replace(">", "&gt;");
  }
}
