package io.foyer.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Runs commands of the operating system to their end, which must come within five minutes. */
public final class Shell {
  private static final int LONGEST_MINUTES = 5;

  private Shell() {}

  /** Runs a command; fails unless it exits with 0. */
  public static void run(String... command) {
    String unused = output(command);
  }

  /** What a command prints; fails unless it exits with 0. */
  public static String output(String... command) {
    return output(Map.of(), List.of(command));
  }

  /** The same with more in its environment. */
  public static String output(Map<String, String> environment, List<String> command) {
    Result result = result(environment, command);
    if (result.exit() != 0) {
      throw new IllegalStateException("failed: " + command + ": " + result.printed());
    }
    return result.printed();
  }

  /** Whether a command exits with 0. */
  public static boolean succeeds(String... command) {
    return result(Map.of(), List.of(command)).exit() == 0;
  }

  private record Result(int exit, String printed) {}

  private static Result result(Map<String, String> environment, List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectInput(new File("/dev/null"));
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      CompletableFuture<String> printed = CompletableFuture.supplyAsync(() -> read(process));
      if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("still runs: " + command);
      }
      return new Result(process.exitValue(), printed.join());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String read(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
