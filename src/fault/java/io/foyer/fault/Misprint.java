package io.foyer.fault;

import io.foyer.fault.ClientLog.Line;
import io.foyer.fault.ClientLog.Line.Received;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A sound diary with one thing amiss, as a server with a bug would have caused it. */
final class Misprint {
  private Misprint() {}

  /** A message in the middle was not delivered. */
  static List<ClientLog> drop(List<ClientLog> sound) {
    return changed(sound, (lines, at) -> lines.remove(at));
  }

  /** One was delivered twice. */
  static List<ClientLog> twice(List<ClientLog> sound) {
    return changed(sound, (lines, at) -> lines.add(at, lines.get(at)));
  }

  /** Two changed places. */
  static List<ClientLog> swap(List<ClientLog> sound) {
    return changed(
        sound,
        (lines, at) -> {
          String room = ((Received) lines.get(at)).room();
          int next =
              IntStream.range(at + 1, lines.size())
                  .filter(i -> lines.get(i) instanceof Received it && it.room().equals(room))
                  .findFirst()
                  .orElseThrow();
          Line first = lines.get(at);
          lines.set(at, lines.get(next));
          lines.set(next, first);
        });
  }

  private interface Change {
    void make(List<Line> lines, int at);
  }

  /** Of the first client that heard anything, at a message in the middle of what it heard. */
  private static List<ClientLog> changed(List<ClientLog> sound, Change change) {
    List<ClientLog> all = new ArrayList<>(sound);
    ClientLog clientLog = all.getFirst();
    int[] messages =
        IntStream.range(0, clientLog.lines().size())
            .filter(i -> clientLog.lines().get(i) instanceof Received it && !it.id().isEmpty())
            .toArray();
    List<Line> lines = new ArrayList<>(clientLog.lines());
    change.make(lines, messages[messages.length / 2]);
    all.set(0, new ClientLog(clientLog.client(), lines));
    return all;
  }
}
