package io.foyer.chat.hub;

import io.foyer.chat.ChatEvent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stretches of a room's log below its ring, as slow readers need them: each is read once, whoever
 * waits for it, and kept for a moment. Guarded by its stream.
 */
final class Pages {
  /** How many events a page has; pages begin at multiples of it. */
  static final int SIZE = 256;

  private static final int KEPT = 4;

  private final Map<Long, Page> pages = new LinkedHashMap<>();
  private final List<Row> waiting = new ArrayList<>();

  private static final class Page {
    private final long readAt;
    private boolean read;
    private List<Batch> batches = List.of();

    private Page(long readAt) {
      this.readAt = readAt;
    }

    private boolean leadsOn(long at) {
      return !batches.isEmpty() && batches.getLast().last() > at;
    }

    private void release() {
      batches.forEach(Batch::release);
    }
  }

  /** The page that what follows a number is on. */
  static long pageOf(long at) {
    return at / SIZE * SIZE;
  }

  /** What follows a number, if its page is here. */
  Optional<Piece> after(long at, Wire wire) {
    Page page = pages.get(pageOf(at));
    if (page == null || !page.leadsOn(at)) {
      return Optional.empty();
    }
    return page.batches.stream()
        .filter(it -> it.last() > at)
        .findFirst()
        .map(it -> new Piece(it.frames(wire, at), it.last(), it.following(at), it.departure()));
  }

  /**
   * A row waits for what follows a number.
   *
   * @param reached the room's newest number
   * @return whether somebody must read the page now
   */
  boolean wanted(long at, long reached, Row row) {
    if (!waiting.contains(row)) {
      waiting.add(row);
    }
    Page known = pages.get(pageOf(at));
    if (known != null && (!known.read || known.readAt >= reached)) {
      return false; // under way; or it held no more, and asking again at once would not help
    }
    Page replaced = pages.put(pageOf(at), new Page(reached));
    if (replaced != null) {
      replaced.release();
    }
    return true;
  }

  /** A page was read; returns who waited. */
  List<Row> read(long page, List<ChatEvent> events) {
    Page known = pages.get(page);
    if (known != null && !known.read) {
      known.batches = Batch.cut(page, events);
      known.read = true;
      dropOldest();
    }
    return takeWaiting();
  }

  /** A page could not be read: {@link #takeWaiting} asks again later. */
  void failed(long page) {
    pages.remove(page);
  }

  private void dropOldest() {
    int surplus = pages.size() - KEPT;
    for (Iterator<Page> it = pages.values().iterator(); surplus > 0 && it.hasNext(); ) {
      Page page = it.next();
      if (page.read) {
        page.release();
        it.remove();
        surplus--;
      }
    }
  }

  /** Those who wait, to be woken. */
  List<Row> takeWaiting() {
    List<Row> rows = List.copyOf(waiting);
    waiting.clear();
    return rows;
  }

  /** Forgets what was read. */
  void forget() {
    pages
        .values()
        .removeIf(
            page -> {
              if (page.read) {
                page.release();
              }
              return page.read;
            });
  }

  void release() {
    pages.values().forEach(Page::release);
    pages.clear();
    waiting.clear();
  }
}
