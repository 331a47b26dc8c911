package io.foyer.chat;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what was committed; whatever the listener does, it stays committed. */
final class Announcer {
  private static final Logger log = LoggerFactory.getLogger(Announcer.class);

  private final Consumer<List<ChatEvent>> committed;
  private final Consumer<RoomNews> opened;

  Announcer(Consumer<List<ChatEvent>> committed, Consumer<RoomNews> opened) {
    this.committed = committed;
    this.opened = opened;
  }

  void tell(List<ChatEvent> events) {
    if (!events.isEmpty()) {
      tell(committed, events);
    }
  }

  void tell(RoomNews news) {
    tell(opened, news);
  }

  private static <T> void tell(Consumer<T> listener, T what) {
    try {
      listener.accept(what);
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("what was committed was not announced");
    }
  }
}
