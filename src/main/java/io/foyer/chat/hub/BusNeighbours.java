package io.foyer.chat.hub;

import io.foyer.chat.ChatEvent;
import io.foyer.chat.RoomAvailable;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The other nodes on the clustered event bus. */
final class BusNeighbours implements Neighbours {
  private static final Logger log = LoggerFactory.getLogger(BusNeighbours.class);
  private static final String EVENTS = "foyer.chat";
  private static final String PEOPLE = "foyer.chat.people";
  private static final String NODE = "node";

  private final EventBus bus;
  private final ChatHub hub;
  private final LongSupplier nanos;
  private final String node = UUID.randomUUID().toString();
  private final DeliveryOptions options = new DeliveryOptions().addHeader(NODE, node);

  BusNeighbours(EventBus bus, ChatHub hub, LongSupplier nanos) {
    this.bus = bus;
    this.hub = hub;
    this.nanos = nanos;
  }

  /** What every message carries: who says it. */
  DeliveryOptions options() {
    return options;
  }

  /** Begins to hear them. */
  List<MessageConsumer<String>> listen() {
    MessageConsumer<String> events = bus.consumer(EVENTS, it -> heard(it, this::events));
    MessageConsumer<String> people = bus.consumer(PEOPLE, it -> heard(it, this::people));
    return List.of(events, people);
  }

  private interface Hearing {
    void hear(String from, JsonObject json);
  }

  private void heard(Message<String> message, Hearing hearing) {
    String from = message.headers().get(NODE);
    if (from == null || from.equals(node)) {
      return;
    }
    try {
      hearing.hear(from, new JsonObject(message.body()));
    } catch (RuntimeException cause) { // another version, perhaps: the log knows it too
      log.atWarn()
          .addKeyValue("address", message.address())
          .setCause(cause)
          .log("message of another node not understood");
    }
  }

  private void events(String from, JsonObject json) {
    long last = json.getLong("last");
    List<ChatEvent> events = events(json);
    if (!events.isEmpty() && events.getLast().seq() == last) {
      hub.heard(events);
    } else {
      hub.heard(json.getString("room"), last);
    }
  }

  private static List<ChatEvent> events(JsonObject json) {
    try {
      return NodeJson.events(json);
    } catch (IllegalArgumentException unknownKind) {
      return List.of();
    }
  }

  private void people(String from, JsonObject json) {
    People people = hub.people();
    long now = nanos.getAsLong();
    switch (json.getString("say", "")) {
      case "beat" -> askIf(from, people.beat(from, json.getLong("n"), now));
      case "news" -> askIf(from, people.changed(from, json.getLong("n"), peopleOf(json), now));
      case "all" -> people.all(from, json.getLong("n"), peopleOf(json), now);
      case "ask" -> answer(json.getString("whom", ""));
      case "gone" -> people.gone(from);
      case "typing" ->
          hub.typing()
              .elsewhere(
                  json.getString("room"), json.getString("account"), json.getBoolean("typing"));
      case "room" -> hub.heard(NodeJson.room(json));
      default -> {} // a newer version's
    }
  }

  private static Map<String, Presence> peopleOf(JsonObject json) {
    return NodeJson.people(json.getJsonObject("people"));
  }

  private void askIf(String from, boolean unknown) {
    if (unknown) {
      ask(from);
    }
  }

  private void answer(String whom) {
    if (whom.equals(node)) {
      allPeople(hub.people().snapshot());
    }
  }

  private void say(String what, JsonObject json) {
    bus.publish(PEOPLE, json.put("say", what).encode(), options);
  }

  @Override
  public void committed(List<ChatEvent> events) {
    bus.publish(EVENTS, NodeJson.events(events).encode(), options);
  }

  @Override
  public void people(long number, Map<String, Presence> changes) {
    say("news", new JsonObject().put("n", number).put("people", NodeJson.people(changes)));
  }

  @Override
  public void allPeople(People.Snapshot snapshot) {
    JsonObject json = new JsonObject().put("n", snapshot.number());
    say("all", json.put("people", NodeJson.people(snapshot.people())));
  }

  @Override
  public void beat(long number) {
    say("beat", new JsonObject().put("n", number));
  }

  @Override
  public void ask(String whom) {
    say("ask", new JsonObject().put("whom", whom));
  }

  @Override
  public void typing(Typing.Who who, boolean typing) {
    JsonObject json = new JsonObject().put("room", who.room()).put("account", who.account());
    say("typing", json.put("typing", typing));
  }

  @Override
  public void opened(RoomAvailable news) {
    say("room", NodeJson.room(news));
  }

  @Override
  public void farewell() {
    say("gone", new JsonObject());
  }
}
