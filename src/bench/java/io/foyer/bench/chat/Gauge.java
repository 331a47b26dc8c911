package io.foyer.bench.chat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the system says of processes. */
public final class Gauge {
  private static final double MICROS_A_TICK = 10_000; // USER_HZ is 100 on every Linux
  private static final int PARENT = 1; // fields after the name, which may hold blanks
  private static final int USER = 11;
  private static final int SYSTEM = 12;
  private static final int OF_ENDED_CHILDREN = 14;

  private Gauge() {}

  /** Processor time of a process since its start, in µs. */
  public static double cpu(long pid) {
    return micros(fields(Path.of("/proc", Long.toString(pid))), SYSTEM);
  }

  /** The same with that of its children. */
  public static double family(long pid) {
    try (Stream<Path> all = Files.list(Path.of("/proc"))) {
      double children =
          all.filter(path -> Character.isDigit(path.getFileName().toString().charAt(0)))
              .map(Gauge::fields)
              .filter(fields -> fields.size() > PARENT)
              .filter(fields -> fields.get(PARENT).equals(Long.toString(pid)))
              .mapToDouble(fields -> micros(fields, SYSTEM))
              .sum();
      return children + micros(fields(Path.of("/proc", Long.toString(pid))), OF_ENDED_CHILDREN);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double micros(List<String> fields, int last) {
    return fields.subList(USER, last + 1).stream().mapToLong(Long::parseLong).sum() * MICROS_A_TICK;
  }

  private static List<String> fields(Path process) {
    try {
      String stat = Files.readString(process.resolve("stat"));
      return List.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1));
    } catch (NoSuchFileException ended) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Resident memory in bytes. */
  static long resident(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .sum();
  }

  /** The same in MB. */
  public static long residentMegabytes(long pid) throws IOException {
    return resident(pid) >> 20;
  }
}
