package io.foyer.chat.wire.plain;

import io.foyer.chat.ChatEvent;
import java.util.ArrayList;
import java.util.List;

/** Cuts many events into frames of a bounded size: a client has to hold each whole. */
final class Paging {
  private static final int LARGEST = 60 * 1024;

  /** What an event has besides its text, roughly. */
  private static final int FRAME = 400;

  private Paging() {}

  static List<List<ChatEvent>> cut(List<ChatEvent> events) {
    List<List<ChatEvent>> pages = new ArrayList<>();
    int begin = 0;
    int size = 0;
    for (int i = 0; i < events.size(); i++) {
      // A character takes up to three bytes, or six where JSON has to escape it, which is rare.
      int more = FRAME + 3 * events.get(i).body().length();
      if (i > begin && size + more > LARGEST) {
        pages.add(events.subList(begin, i));
        begin = i;
        size = 0;
      }
      size += more;
    }
    if (begin < events.size()) {
      pages.add(events.subList(begin, events.size()));
    }
    return pages;
  }
}
