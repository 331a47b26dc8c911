package io.foyer.chat;

import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what was committed; whatever the listener does, it stays committed. */
final class Announcer {
  private static final Logger log = LoggerFactory.getLogger(Announcer.class);

  private final Consumer<List<ChatEvent>> committed;

  Announcer(Consumer<List<ChatEvent>> committed) {
    this.committed = committed;
  }

  void tell(List<ChatEvent> events) {
    if (events.isEmpty()) {
      return;
    }
    try {
      committed.accept(events);
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("committed events were not announced");
    }
  }
}
