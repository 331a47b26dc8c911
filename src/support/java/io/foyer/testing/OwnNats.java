package io.foyer.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A NATS server with JetStream on disk, of one test's own; it ends with the test. */
public final class OwnNats implements AutoCloseable {
  private final Path folder;
  private final int port = Ports.free();
  private Process process;

  /** Starts one whose streams are kept in {@code folder}. */
  public OwnNats(Path folder) {
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

  private Process launch() {
    try {
      Process started =
          new ProcessBuilder(
                  program().toString(),
                  "-a",
                  "127.0.0.1",
                  "-p",
                  Integer.toString(port),
                  "-js",
                  "-sd",
                  folder.resolve("data").toString())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("nats.log").toFile()))
              .start();
      await("nats on " + port).failFast(() -> !started.isAlive()).until(this::answers);
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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

  /** The crash. */
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Comes back on the same port with what it kept. */
  public void start() {
    process = launch();
  }

  @Override
  public void close() {
    kill();
  }
}
