package io.foyer.platform.cluster;

import static org.awaitility.Awaitility.await;

import io.foyer.testing.RedisServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Records the commands that a Redis runs, in the order in which it runs them (MONITOR). */
final class RedisMonitor implements AutoCloseable {
  private final Socket socket;
  private final List<String> commands = new CopyOnWriteArrayList<>();

  RedisMonitor(RedisServer redis) {
    try {
      socket = new Socket(InetAddress.getLoopbackAddress(), redis.port());
      socket.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::read);
    await().until(() -> commands.contains("+OK"));
  }

  private void read() {
    try (var lines =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        commands.add(line);
      }
    } catch (IOException e) {
      // Closed, by this side or by Redis.
    }
  }

  /** How often a node has run a script since the monitor began. */
  long runs(Script script, String node) {
    return commands.stream().filter(command -> isRun(command, script, node)).count();
  }

  /** How often a node ran {@code script} before it ran {@code last} for the first time. */
  long runsBefore(Script script, Script last, String node) {
    return commands.stream()
        .takeWhile(command -> !isRun(command, last, node))
        .filter(command -> isRun(command, script, node))
        .count();
  }

  private static boolean isRun(String command, Script script, String node) {
    return command.contains(quoted(script.digest())) && command.contains(quoted(node));
  }

  private static String quoted(String word) {
    return '"' + word + '"';
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
