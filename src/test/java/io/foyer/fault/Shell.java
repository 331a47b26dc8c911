package io.foyer.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Runs commands of the operating system to their end. */
final class Shell {
  private Shell() {}

  /** Runs a command; fails unless it exits with 0. */
  static void run(String... command) {
    if (!succeeds(command)) {
      throw new IllegalStateException("failed: " + List.of(command));
    }
  }

  static boolean succeeds(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectInput(new java.io.File("/dev/null"))
              .start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int exit = process.waitFor();
      if (exit != 0) {
        System.err.println(String.join(" ", command) + ": " + said);
      }
      return exit == 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
