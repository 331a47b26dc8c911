package io.foyer.platform.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
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
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      return inside(jar);
    }
  }

  private static Map<String, byte[]> inside(JarFile jar) throws IOException {
    Map<String, byte[]> read = new HashMap<>();
    for (JarEntry entry : Collections.list(jar.entries())) {
      if (entry.getName().startsWith(ROOT + "/") && !entry.isDirectory()) {
        try (InputStream content = jar.getInputStream(entry)) {
          read.put(entry.getName().substring(ROOT.length()), content.readAllBytes());
        }
      }
    }
    return read;
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
