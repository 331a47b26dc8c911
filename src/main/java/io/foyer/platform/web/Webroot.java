package io.foyer.platform.web;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.file.FileSystem;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Paths of the static pages, listed once at startup. Only these reach the static handler: other
 * paths cost no disk access, and path traversal finds nothing.
 */
final class Webroot {
  static final String ROOT = "webroot";
  private static final String INDEX = "index.html";

  private final FileSystem files;

  private Webroot(Vertx vertx) {
    this.files = vertx.fileSystem();
  }

  static Future<Set<String>> addresses(Vertx vertx) {
    return new Webroot(vertx)
        .below("/")
        .map(found -> found.stream().flatMap(Webroot::spellings).collect(Collectors.toSet()));
  }

  private Future<List<String>> below(String folder) {
    return files
        .readDir(ROOT + folder)
        .compose(
            entries ->
                Future.all(entries.stream().map(entry -> entry(folder, entry)).toList())
                    .map(all -> all.<List<String>>list().stream().flatMap(List::stream).toList()));
  }

  private Future<List<String>> entry(String folder, String entry) {
    String address = folder + Path.of(entry).getFileName();
    return files
        .props(entry)
        .compose(
            props ->
                props.isDirectory()
                    ? below(address + "/")
                    : Future.succeededFuture(List.of(address)));
  }

  private static Stream<String> spellings(String address) {
    return address.endsWith("/" + INDEX)
        ? Stream.of(address, address.substring(0, address.length() - INDEX.length()))
        : Stream.of(address);
  }
}
