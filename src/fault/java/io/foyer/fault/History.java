package io.foyer.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What happened, in the order it was noticed: kept for the checker and written to a file, a JSON
 * object a line, for people. May be told from any thread.
 */
final class History implements AutoCloseable {
  private final List<Event> events = new ArrayList<>();
  private final Writer file;

  History(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      this.file = Files.newBufferedWriter(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void add(Event event) {
    events.add(event);
    try {
      file.write(HistoryLine.of(event).encode());
      file.write('\n');
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized List<Event> events() {
    return List.copyOf(events);
  }

  <E extends Event> Stream<E> all(Class<E> kind) {
    return events().stream().filter(kind::isInstance).map(kind::cast);
  }

  @Override
  public synchronized void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
