package io.foyer.evaluations;

import io.foyer.evaluations.EvaluationQueries.View;
import io.foyer.meetings.MeetingHistoryQueries;
import io.foyer.meetings.MeetingHistoryQueries.Event;
import io.foyer.platform.inbox.InboxStore.Received;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;

/** Event history of one evaluation: that of its meeting, and how its data came. */
final class History {
  private History() {}

  static JsonArray of(View view, List<Received> received, List<Event> meeting) {
    List<Event> events = new ArrayList<>();
    received.forEach(row -> events.add(received(row)));
    view.enrichedAt()
        .ifPresent(at -> events.add(new Event(at, "enriched", "read from the intranet")));
    events.addAll(meeting);
    return MeetingHistoryQueries.json(events);
  }

  private static Event received(Received row) {
    String name = row.delivery().startsWith("~") ? "without an id" : row.delivery();
    String repeats = row.repeats() == 0 ? "" : ", repeated " + row.repeats() + " times";
    return new Event(
        row.at().toInstant(), "received", row.event() + " by delivery " + name + repeats);
  }
}
