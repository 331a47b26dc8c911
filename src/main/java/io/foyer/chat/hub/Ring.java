package io.foyer.chat.hub;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The newest events of a room: batches that follow each other. Guarded by its stream. */
final class Ring {
  private static final int KEPT_EVENTS = 256;
  private static final int KEPT_BYTES = 1024 * 1024;

  /** For an event loop that is late, before it has to read the log like a slow reader. */
  private static final int PATIENCE = 8;

  private static final int MOST_BYTES = 64 * 1024;

  private final Deque<Batch> batches = new ArrayDeque<>(4);
  private int events;
  private int bytes;
  private @Nullable Merged merged;

  private record Merged(Wire wire, long at, Piece piece) {}

  void add(Batch batch) {
    batches.addLast(batch);
    events += batch.size();
    bytes += batch.weight();
  }

  /**
   * Forgets the oldest.
   *
   * @param taken the number that every event loop has reached
   */
  void trim(long taken) {
    while (batches.size() > 1 && tooMuch(batches.getFirst().last() <= taken ? 1 : PATIENCE)) {
      Batch oldest = batches.removeFirst();
      bytes -= oldest.weight();
      events -= oldest.size();
      oldest.release();
    }
  }

  private boolean tooMuch(int patience) {
    return events > KEPT_EVENTS * patience || bytes > KEPT_BYTES * patience;
  }

  /** What follows a number, up to 64 KiB; empty where that is not kept, or nothing follows. */
  Optional<Piece> after(long at, Wire wire) {
    if (batches.isEmpty() || at < batches.getFirst().after() || at >= batches.getLast().last()) {
      return Optional.empty();
    }
    Batch newest = batches.getLast();
    if (newest.after() == at) {
      return Optional.of(piece(newest, at, wire));
    }
    return Optional.of(several(at, wire));
  }

  private static Piece piece(Batch batch, long at, Wire wire) {
    return new Piece(batch.frames(wire, at), batch.last(), batch.following(at), batch.departure());
  }

  private Piece several(long at, Wire wire) {
    Merged known = merged;
    if (known == null || known.at() != at || !known.wire().equals(wire)) {
      forgetMerged();
      known = new Merged(wire, at, merge(pieces(at, wire)));
      merged = known;
    }
    Piece piece = known.piece();
    return new Piece(
        piece.frames().retainedDuplicate(), piece.last(), piece.events(), piece.departure());
  }

  private List<Piece> pieces(long at, Wire wire) {
    List<Piece> pieces = new ArrayList<>();
    int bytes = 0;
    for (Batch batch : batches) {
      if (batch.last() > at) {
        Piece piece = piece(batch, at, wire);
        pieces.add(piece);
        bytes += piece.frames().readableBytes();
        if (bytes >= MOST_BYTES || piece.departure().isPresent()) {
          break;
        }
      }
    }
    return pieces;
  }

  private static Piece merge(List<Piece> pieces) {
    Piece last = pieces.getLast();
    if (pieces.size() == 1) {
      return last;
    }
    int bytes = pieces.stream().mapToInt(it -> it.frames().readableBytes()).sum();
    ByteBuf all = ByteBufAllocator.DEFAULT.directBuffer(bytes);
    int events = 0;
    for (Piece piece : pieces) {
      all.writeBytes(piece.frames().duplicate());
      piece.frames().release();
      events += piece.events();
    }
    return new Piece(all, last.last(), events, last.departure());
  }

  private void forgetMerged() {
    Merged known = merged;
    if (known != null) {
      known.piece().frames().release();
      merged = null;
    }
  }

  void release() {
    forgetMerged();
    batches.forEach(Batch::release);
    batches.clear();
    events = 0;
    bytes = 0;
  }
}
