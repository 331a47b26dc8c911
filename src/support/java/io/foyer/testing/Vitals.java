package io.foyer.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a node holds.
 *
 * @param heap bytes of live objects
 * @param handlers registrations on the event bus
 * @param threads of the process
 * @param files open files and sockets
 */
public record Vitals(long heap, long handlers, long threads, long files) {
  /** Of the event bus of one node, and of the clustered one. */
  private static final Pattern HANDLER = Pattern.compile("eventbus\\.impl\\..*HandlerHolder\\b");

  /** Collects what is not alive, and counts the rest. */
  public static Vitals of(long pid) {
    List<String> histogram =
        Shell.output(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(pid),
                "GC.class_histogram")
            .lines()
            .toList();
    return new Vitals(
        number(histogram, "Total", 2),
        histogram.stream()
            .filter(line -> HANDLER.matcher(line).find())
            .mapToLong(Vitals::instances)
            .sum(),
        entries(Path.of("/proc", Long.toString(pid), "task")),
        entries(Path.of("/proc", Long.toString(pid), "fd")));
  }

  private static long number(List<String> histogram, String begin, int column) {
    return histogram.stream()
        .filter(line -> line.startsWith(begin))
        .mapToLong(line -> Long.parseLong(line.trim().split("\\s+")[column]))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no " + begin + " in " + histogram));
  }

  /** The second column of {@code num: instances bytes class}. */
  private static long instances(String line) {
    return Long.parseLong(line.trim().split("\\s+")[1]);
  }

  private static long entries(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The least of each: what is held when little is under way. */
  public static Vitals least(List<Vitals> all) {
    return new Vitals(
        all.stream().mapToLong(Vitals::heap).min().orElseThrow(),
        all.stream().mapToLong(Vitals::handlers).min().orElseThrow(),
        all.stream().mapToLong(Vitals::threads).min().orElseThrow(),
        all.stream().mapToLong(Vitals::files).min().orElseThrow());
  }

  @Override
  public String toString() {
    return "heap %.1f MB, handlers %d, threads %d, files %d"
        .formatted(heap / 1e6, handlers, threads, files);
  }
}
