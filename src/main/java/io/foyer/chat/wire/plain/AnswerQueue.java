package io.foyer.chat.wire.plain;

import io.foyer.platform.socket.WebSocketConnection;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The answers of one connection that are made one after the other: each is begun when the one
 * before is sent and the socket takes more. A client that reads gets all of them; one that does not
 * is owed a single answer, and the questions behind it cost a few bytes each. On the event loop of
 * the socket.
 */
final class AnswerQueue {
  /** How many questions may wait: one for each room that a connection watches. */
  static final int MOST_WAITING = Conversation.MOST_ROOMS;

  private final WebSocketConnection socket;
  private final Deque<Runnable> waiting = new ArrayDeque<>(0);
  private boolean underWay;

  AnswerQueue(WebSocketConnection socket) {
    this.socket = socket;
  }

  /**
   * Takes a question on; false where too many wait.
   *
   * @param begin makes the answer, sends it and then calls {@link #sent}
   */
  boolean add(Runnable begin) {
    if (waiting.size() == MOST_WAITING) {
      return false;
    }
    waiting.add(begin);
    writable();
    return true;
  }

  /** The answer that was begun last is sent, or an error instead. */
  void sent() {
    underWay = false;
    writable();
  }

  /** The socket may take more. */
  void writable() {
    if (!underWay && socket.writable() && !waiting.isEmpty()) {
      underWay = true;
      waiting.remove().run();
    }
  }

  /** The connection is closed: nothing more is begun. */
  void clear() {
    waiting.clear();
  }
}
