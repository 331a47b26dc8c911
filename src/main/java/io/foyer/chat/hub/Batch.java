package io.foyer.chat.hub;

import io.foyer.chat.ChatEvent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A stretch of a room's log, encoded once per wire. Small enough to be handed to a socket whole; if
 * somebody leaves in it, that is its last event. Guarded by its stream.
 */
final class Batch {
  private static final Logger log = LoggerFactory.getLogger(Batch.class);
  private static final int MOST_CHARS = 32 * 1024;
  private static final int FRAME_CHARS = 128;

  private final long after;
  private final List<ChatEvent> events;
  private final Map<Wire, ByteBuf> encoded = new HashMap<>(2);

  private Batch(long after, List<ChatEvent> events) {
    this.after = after;
    this.events = events;
  }

  /**
   * Cuts events that follow each other.
   *
   * @param after the number before them; they follow it even where the log has lost some between
   */
  static List<Batch> cut(long after, List<ChatEvent> events) {
    List<Batch> batches = new ArrayList<>(1);
    long before = after;
    int begin = 0;
    int chars = 0;
    for (int i = 0; i < events.size(); i++) {
      ChatEvent event = events.get(i);
      chars += event.body().length() + FRAME_CHARS;
      if (chars >= MOST_CHARS || isDeparture(event) || i == events.size() - 1) {
        batches.add(new Batch(before, List.copyOf(events.subList(begin, i + 1))));
        before = event.seq();
        begin = i + 1;
        chars = 0;
      }
    }
    return batches;
  }

  private static boolean isDeparture(ChatEvent event) {
    return event.kind() == ChatEvent.Kind.LEAVE || event.kind() == ChatEvent.Kind.REMOVED;
  }

  long after() {
    return after;
  }

  long last() {
    return events.getLast().seq();
  }

  int size() {
    return events.size();
  }

  /** How many follow {@code at}. */
  int following(long at) {
    return at <= after ? events.size() : (int) events.stream().filter(it -> it.seq() > at).count();
  }

  /** Roughly what it weighs in memory with its frames, in bytes. */
  int weight() {
    int chars = 0;
    for (ChatEvent event : events) {
      chars += event.body().length() + FRAME_CHARS;
    }
    return 2 * chars;
  }

  /** Who is no longer a member after it. */
  Optional<ChatEvent> departure() {
    return Optional.of(events.getLast()).filter(Batch::isDeparture);
  }

  /**
   * What of it comes after a number; the caller releases it. The bytes are shared, the indices are
   * the caller's: a socket moves them with each part that it writes.
   */
  ByteBuf frames(Wire wire, long at) {
    if (at <= after) {
      return encoded.computeIfAbsent(wire, it -> encode(it, events)).retainedDuplicate();
    }
    return encode(wire, events.stream().filter(it -> it.seq() > at).toList());
  }

  private static ByteBuf encode(Wire wire, List<ChatEvent> events) {
    try {
      return wire.events(events);
    } catch (RuntimeException cause) {
      return events.size() == 1 ? unsaid(events.getFirst(), cause) : oneByOne(wire, events);
    }
  }

  /** One that a wire cannot say takes no other with it. */
  private static ByteBuf oneByOne(Wire wire, List<ChatEvent> events) {
    ByteBuf all = Unpooled.buffer();
    for (ChatEvent event : events) {
      ByteBuf one = encode(wire, List.of(event));
      all.writeBytes(one);
      one.release();
    }
    return all;
  }

  private static ByteBuf unsaid(ChatEvent event, RuntimeException cause) {
    log.atError()
        .addKeyValue("room", event.room())
        .addKeyValue("seq", event.seq())
        .setCause(cause)
        .log("an event could not be encoded, readers miss it");
    return Unpooled.buffer(0);
  }

  void release() {
    encoded.values().forEach(ByteBuf::release);
    encoded.clear();
  }
}
