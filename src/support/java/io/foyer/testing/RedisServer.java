package io.foyer.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A Redis, or a Sentinel, with arguments of one test's own; it ends with the test. */
public final class RedisServer implements AutoCloseable {
  private final Path folder;
  private final int port;
  private final List<String> command;
  private ChildProcess process;

  private RedisServer(Path folder, int port, List<String> command) {
    this.folder = folder;
    this.port = port;
    this.command = command;
    this.process = launch();
  }

  /** Starts an empty one on a free port; it stores nothing, so it is empty again after a crash. */
  public static RedisServer start(Path folder) {
    int port = Ports.free();
    return start(
        folder, port, "--port", Integer.toString(port), "--save", "", "--appendonly", "no");
  }

  /** Starts one that will listen on {@code port} and waits until it does. */
  public static RedisServer start(Path folder, int port, String... arguments) {
    Path program = Needs.of("redis-server", Services.find().redisServer());
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--bind", "127.0.0.1", "--dir", folder.toString()));
    return new RedisServer(folder, port, command);
  }

  private ChildProcess launch() {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(
                    folder.resolve("redis-" + port + ".log").toFile()));
    return ChildProcess.start(builder).awaitReady(Duration.ofSeconds(60), () -> Ports.open(port));
  }

  /** Where it listens. */
  public int port() {
    return port;
  }

  /** The same as an address. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  /** Says a command to it, in one line; returns the first line of its answer. */
  public String say(String command) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      var answer = new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII);
      return Optional.ofNullable(new BufferedReader(answer).readLine()).orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** STOP or CONT. */
  public void signal(String name) {
    process.signal(name);
  }

  @Override
  public void close() {
    kill();
  }

  /** Starts it again after a crash, on the same port. */
  public void restart() {
    process = launch();
  }

  /** The crash. */
  public void kill() {
    process.kill();
  }
}
