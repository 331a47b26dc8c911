package io.foyer.chat;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes committed events to the listener; its exceptions are logged and change nothing. */
final class CommitListener {
  private static final Logger log = LoggerFactory.getLogger(CommitListener.class);

  private final Consumer<List<ChatEvent>> committed;
  private final Consumer<RoomAvailable> opened;

  CommitListener(Consumer<List<ChatEvent>> committed, Consumer<RoomAvailable> opened) {
    this.committed = committed;
    this.opened = opened;
  }

  void committed(List<ChatEvent> events) {
    if (!events.isEmpty()) {
      call(committed, events);
    }
  }

  void opened(RoomAvailable news) {
    call(opened, news);
  }

  private static <T> void call(Consumer<T> listener, T what) {
    try {
      listener.accept(what);
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("Commit listener failed");
    }
  }
}
