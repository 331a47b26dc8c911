package io.foyer.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs commands of the operating system to their end. */
public final class Shell {
  private Shell() {}

  /** Runs a command; fails unless it exits with 0. */
  public static void run(String... command) {
    String unused = output(command);
  }

  /** What a command says; fails unless it exits with 0. */
  public static String output(String... command) {
    Result result = result(command);
    if (result.exit() != 0) {
      throw new IllegalStateException("failed: " + List.of(command) + ": " + result.said());
    }
    return result.said();
  }

  /** Whether a command exits with 0. */
  public static boolean succeeds(String... command) {
    return result(command).exit() == 0;
  }

  private record Result(int exit, String said) {}

  private static Result result(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(new File("/dev/null"))
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
