package io.foyer.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** nginx with the very file that {@code docker/nginx} offers, before nodes of one test's own. */
public final class Nginx implements AutoCloseable {
  /** The header in which each answer names the node that gave it, as {@code host:port}. */
  public static final String NODE = "x-test-node";

  private static final Path SAMPLE = Path.of(System.getProperty("basedir", ""), "docker", "nginx");

  private final Path folder;
  private final int port = Ports.free();
  private final Process process;

  private Nginx(Path folder, List<Integer> nodes) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve("foyer"));
    Files.writeString(folder.resolve("nginx.conf"), main());
    Files.writeString(folder.resolve("foyer/listen.conf"), "listen 127.0.0.1:" + port + ";\n");
    Files.writeString(folder.resolve("foyer/nodes.conf"), nodes(nodes));
    this.process =
        new ProcessBuilder(
                Services.find().nginx().toString(),
                "-p",
                folder.toString(),
                "-c",
                folder.resolve("nginx.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("out.log").toFile())
            .start();
  }

  /** Starts it and waits until it listens; its files go below {@code folder}. */
  public static Nginx start(Path folder, List<Integer> nodes) {
    try {
      Nginx nginx = new Nginx(folder.toAbsolutePath(), nodes);
      await("nginx; its log: " + folder.resolve("out.log"))
          .failFast(() -> !nginx.process.isAlive())
          .until(nginx::listens);
      return nginx;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String main() {
    return """
    daemon off;
    worker_processes 2;
    pid nginx.pid;
    error_log error.log info;
    worker_rlimit_nofile 20000;
    events { worker_connections 12000; }
    http {
      log_format nodes '$upstream_addr $upstream_status';
      add_header %s $upstream_addr always;
      access_log access.log nodes;
      client_body_temp_path body;
      proxy_temp_path proxy;
      fastcgi_temp_path fastcgi;
      uwsgi_temp_path uwsgi;
      scgi_temp_path scgi;
      include %s;
    }
    """
        .formatted(NODE, SAMPLE.resolve("foyer.conf").toAbsolutePath());
  }

  /** The sample's first line, once for each node. */
  private static String nodes(List<Integer> ports) throws IOException {
    String line =
        Files.readAllLines(SAMPLE.resolve("foyer/nodes.conf")).stream()
            .filter(each -> each.startsWith("server "))
            .findFirst()
            .orElseThrow();
    return ports.stream()
        .map(node -> line.replaceFirst("server \\S+", "server 127.0.0.1:" + node))
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Where people come in. */
  public int port() {
    return port;
  }

  /** Which nodes each answered request was tried on and what they said, oldest first. */
  public List<String> passed() {
    try {
      return Files.readAllLines(folder.resolve("access.log"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
