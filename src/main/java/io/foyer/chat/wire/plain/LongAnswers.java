package io.foyer.chat.wire.plain;

import io.foyer.platform.socket.WebSocketConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The long answers of one connection. Few are under way at once, and each is made when there is
 * room behind the socket: who asks and does not read is owed a page or two, and no more. On the
 * event loop of the socket.
 */
public final class LongAnswers {
  /** How many one connection may wait for. */
  public static final int MOST = 2;

  /** When whoever asked for more may ask again. */
  public static final Duration AGAIN = Duration.ofSeconds(1);

  private final WebSocketConnection socket;
  private final Deque<Runnable> ready = new ArrayDeque<>(0);
  private int owed;

  /** None yet, on this socket. */
  public LongAnswers(WebSocketConnection socket) {
    this.socket = socket;
  }

  /** Takes one more on, to be {@link #ready} some time; false where there are too many. */
  public boolean begin() {
    if (owed == MOST) {
      return false;
    }
    owed++;
    return true;
  }

  /** One that was begun can be said: now, or when there is room. */
  public void ready(Runnable say) {
    ready.add(say);
    writable();
  }

  /** There may be room. */
  public void writable() {
    while (socket.writable() && !ready.isEmpty()) {
      owed--;
      ready.remove().run();
    }
  }
}
