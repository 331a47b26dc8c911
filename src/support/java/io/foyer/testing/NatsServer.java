package io.foyer.testing;

import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

/** A NATS server with JetStream on disk, of one test's own; it ends with the test. */
public final class NatsServer implements AutoCloseable {
  private final Path folder;
  private final int port = Ports.free();
  private final Queue<Connection> connections = new ConcurrentLinkedQueue<>();
  private ChildProcess process;

  /** Starts one whose streams are kept in {@code folder}. */
  public NatsServer(Path folder) {
    this.folder = folder;
    this.process = launch();
  }

  private static Path program() {
    return Stream.concat(
            Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":")),
            Stream.of("/usr/sbin"))
        .map(each -> Path.of(each, "nats-server"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("nats-server is missing: make services"));
  }

  private ChildProcess launch() {
    String data = folder.resolve("data").toString();
    List<String> command = new ArrayList<>(List.of(program().toString()));
    command.addAll(List.of("-a", "127.0.0.1", "-p", Integer.toString(port), "-js", "-sd", data));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("nats.log").toFile()));
    return ChildProcess.start(builder).awaitReady(Duration.ofSeconds(60), this::answers);
  }

  /** Its greeting says whether it has recovered its streams. */
  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(2_000);
      byte[] greeting = new byte[4096];
      int read = socket.getInputStream().read(greeting);
      return read > 0
          && new String(greeting, 0, read, StandardCharsets.UTF_8).contains("\"jetstream\":true");
    } catch (IOException e) {
      return false;
    }
  }

  public URI url() {
    return URI.create("nats://127.0.0.1:" + port);
  }

  /** A connection that comes back by itself whenever it is cut, and ends with the server. */
  public Connection connect() {
    try {
      Connection connection =
          Nats.connect(
              Options.builder()
                  .server(url().toString())
                  .maxReconnects(-1)
                  .reconnectWait(Duration.ofMillis(50))
                  .errorListener(new ErrorListener() {}) // faults are what tests make
                  .build());
      connections.add(connection);
      return connection;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The crash. */
  public void kill() {
    process.kill();
  }

  /** Comes back on the same port with what it kept. */
  public void start() {
    process = launch();
  }

  @Override
  public void close() {
    try {
      for (Connection each : connections) {
        each.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    kill();
  }
}
