package io.foyer.platform.web;

import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Reads the files of {@code webroot} from the class path, from classes or from a jar, by their
 * paths there, such as {@code /docs/index.html}.
 */
final class Webroot {
  private static final String ROOT = "webroot";
  private static final String ANCHOR = ROOT + "/index.html";

  private Webroot() {}

  /** All of them. Blocking. */
  static Map<String, byte[]> read() throws IOException {
    URL anchor = Objects.requireNonNull(Webroot.class.getClassLoader().getResource(ANCHOR), ANCHOR);
    if (!(anchor.openConnection() instanceof JarURLConnection connection)) {
      return below(Path.of(uri(anchor)).resolveSibling(""));
    }
    try (FileSystem jar = FileSystems.newFileSystem(Path.of(uri(connection.getJarFileURL())))) {
      return below(jar.getPath("/" + ROOT));
    }
  }

  private static URI uri(URL url) throws IOException {
    try {
      return url.toURI();
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static Map<String, byte[]> below(Path root) throws IOException {
    try (Stream<Path> found = Files.walk(root)) {
      List<Path> files = found.filter(Files::isRegularFile).toList();
      Map<String, byte[]> read = new HashMap<>();
      for (Path file : files) {
        read.put(
            "/" + root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
      return read;
    }
  }
}
