package io.foyer.evaluations;

import io.foyer.evaluations.EvaluationQueries.Message;
import io.foyer.evaluations.EvaluationQueries.View;
import io.foyer.platform.inbox.InboxStore.Received;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Event history of one evaluation, derived from its stored rows. */
final class History {
  private record Entry(Instant at, String kind, String detail) {}

  private final List<Entry> entries = new ArrayList<>();

  private void add(Instant at, String kind, String detail) {
    entries.add(new Entry(at, kind, detail));
  }

  static JsonArray of(View view, List<Received> received, List<Message> messages) {
    History history = new History();
    received.forEach(history::received);
    view.enrichedAt().ifPresent(at -> history.add(at, "enriched", "read from the intranet"));
    view.scheduledAt().ifPresent(at -> history.add(at, "armed", "will be announced when due"));
    messages.forEach(history::message);
    view.putOff()
        .ifPresent(
            why ->
                history.add(view.statusAt(), "failed", "its reminder cannot be written: " + why));
    if (view.status().equals("missed") || view.status().equals("cancelled")) {
      history.add(view.statusAt(), view.status(), "version " + view.version());
    }
    return history.json();
  }

  private void received(Received row) {
    String name = row.delivery().startsWith("~") ? "without an id" : row.delivery();
    String repeats = row.repeats() == 0 ? "" : ", repeated " + row.repeats() + " times";
    add(row.at().toInstant(), "received", row.event() + " by delivery " + name + repeats);
  }

  private void message(Message row) {
    String where = row.channel() + " to " + row.recipient() + ", version " + row.version();
    add(row.createdAt(), "queued", where);
    String outcome =
        where
            + ", attempts "
            + row.attempts()
            + (row.lostAnswers() > 0 ? ", answers lost " + row.lostAnswers() : "")
            + row.lastError().map(error -> ": " + error).orElse("");
    switch (row.status()) {
      case "sent", "failed", "unknown", "cancelled" ->
          row.settledAt().ifPresent(at -> add(at, row.status(), outcome));
      default ->
          row.settledAt().ifPresent(at -> add(at, "failed", outcome + "; will be tried again"));
    }
  }

  private JsonArray json() {
    JsonArray array = new JsonArray();
    entries.stream()
        .sorted(Comparator.comparing(Entry::at))
        .map(
            e ->
                new JsonObject()
                    .put("at", e.at().toString())
                    .put("kind", e.kind())
                    .put("detail", e.detail()))
        .forEach(array::add);
    return array;
  }
}
