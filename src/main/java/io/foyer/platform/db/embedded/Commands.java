package io.foyer.platform.db.embedded;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs PostgreSQL's programs as the server account, with a clean environment: Foyer's own may hold
 * secrets, and {@code PG*} variables would redirect the server.
 *
 * @param account user to run as
 * @param directory working directory
 */
record Commands(ServerAccount account, Path directory) {
  private static final long LIMIT_SECONDS = 120;
  private static final long END_SECONDS = 10;
  private static final ProcessBuilder.Redirect NOTHING =
      ProcessBuilder.Redirect.from(new File("/dev/null"));

  /** Exit code and output of a command. */
  record Result(int exit, String output) {}

  /** Runs to the end and collects what it prints. */
  Result run(String... command) throws IOException {
    return run(builder(List.of(command)));
  }

  /** Starts a command that stays. */
  Process start(Path log, List<String> command) throws IOException {
    return builder(command)
        .redirectInput(NOTHING)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** Whether a command can be run at all and succeeds. */
  static boolean works(String... command) {
    try {
      return run(clean(new ProcessBuilder(command))).exit() == 0;
    } catch (IOException e) {
      return false; // Not installed.
    }
  }

  /**
   * A command in its own session, so that Ctrl-C in a terminal reaches Foyer only, which then stops
   * the command in its turn.
   */
  private ProcessBuilder builder(List<String> command) {
    List<String> words = new ArrayList<>();
    if (onPath("setsid")) {
      words.add("setsid");
    }
    words.addAll(account.prefix());
    words.addAll(command);
    return clean(new ProcessBuilder(words)).directory(directory.toFile());
  }

  private static ProcessBuilder clean(ProcessBuilder builder) {
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> !name.equals("PATH"));
    environment.put("LC_ALL", "C"); // We read its messages.
    return builder.redirectErrorStream(true);
  }

  private static Result run(ProcessBuilder builder) throws IOException {
    Process process = builder.redirectInput(NOTHING).start();
    try (InputStream printed = process.getInputStream()) {
      // What these print fits into a pipe: it can be read when they have ended.
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
        throw new EmbeddedPostgresException(builder.command().getFirst() + " does not end");
      }
      String output = new String(printed.readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Result(process.exitValue(), output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedPostgresException("interrupted while starting the embedded PostgreSQL");
    } finally {
      end(process);
    }
  }

  /** Ends a process and waits until it is gone, also where this thread is interrupted. */
  static void end(Process process) {
    boolean interrupted = Thread.interrupted();
    try {
      process.destroy();
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      interrupted = true;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static boolean onPath(String name) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, name)));
  }
}
